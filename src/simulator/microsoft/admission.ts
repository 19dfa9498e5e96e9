/** Who may come in: the holder of a token that Microsoft Entra gave out and has not revoked. */
import { TICK_MS } from '../traffic.ts';
import type { World } from '../world.ts';
import { refused, type Said } from './answer.ts';
import { TOKEN_SECONDS, type Token } from './sign-in.ts';

/** Why the bearer of an Authorization header may not come in; `null` when it may. */
export const stopped = (world: World, tokens: readonly Token[], authorization: string | null): Said | null => {
  const [, text] = /^Bearer (\S+)$/.exec(authorization ?? '') ?? [];
  if (text === undefined) {
    return refused(401, 'AuthenticationFailed', "Authentication failed. The 'Authorization' header is missing.");
  }
  const token = tokens.find(candidate => candidate.text === text);
  if (token === undefined) {
    return refused(401, 'AuthenticationFailed', 'Authentication failed. The access token is invalid.');
  }
  const over = token.at + (TOKEN_SECONDS * 1000) / TICK_MS;
  if (token.at >= world.microsoft.tokensFrom && world.tick < over) return null;
  return refused(
    401,
    'ExpiredAuthenticationToken',
    'The access token expiry UTC time is earlier than current UTC time.',
  );
};
