/** What the identity services of a machine, in Azure and under Azure Arc, have in common. */
import type { Limits } from './http.ts';
import { fieldsOf } from './json-door.ts';

/** The service is on the machine itself: who does not answer within this is not there. */
export const besideUs: Partial<Limits> = { lookup: 3000, connect: 3000, send: 3000, response: 3000, request: 3000 };

/** What the identity service's refusal means. */
export function identityText(status: number, body: unknown, clientId: string | null): string {
  const told = fieldsOf(body)?.text('error_description', 200) ?? '';
  if (/identity not found/i.test(told)) {
    const which = clientId === null ? 'no identity of its own' : 'no identity with the configured client id';
    return `sign-in: this machine has ${which}; assign one in Azure`;
  }
  const seen = told === '' ? `HTTP ${status}` : `HTTP ${status}: ${told}`;
  return `sign-in: the machine's identity service gives no token (${seen}); check the identity that is assigned to it`;
}
