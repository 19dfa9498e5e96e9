/** What the partner programme asks of every route by which a prefix is heard (R10): the path and its validity. */
import type { ReceivedRoute } from './routes.ts';

/** One rule about a route. */
export interface RouteRule {
  readonly rule: string;
  /** Null where the route does not tell. */
  readonly holds: (route: ReceivedRoute) => boolean | null;
  /** What the rule is judged by. */
  readonly seen: (route: ReceivedRoute) => string;
}

/** AS numbers in a path at most (peering-registered-prefix-requirements). */
export const longestPath = 3;

/** Ranges set aside for private use (RFC 6996), where both limits are the first and last that are private. */
export const isPrivateAsn = (asn: number): boolean =>
  (asn >= 64_512 && asn <= 65_534) || (asn >= 4_200_000_000 && asn <= 4_294_967_294);

const pathRule = (rule: string, holds: (path: readonly number[]) => boolean): RouteRule => ({
  rule,
  holds: ({ asPath }) => (asPath === null || asPath.length === 0 ? null : holds(asPath)),
  seen: ({ asPathText }) => (asPathText === '' ? 'no path told' : asPathText),
});

function verdictOf(word: string | null): boolean | null {
  if (word === null) return null;
  return /^valid$/i.test(word) ? true : /^invalid$/i.test(word) ? false : null;
}

const validityRule = (rule: string, wordOf: (route: ReceivedRoute) => string | null): RouteRule => ({
  rule,
  holds: route => verdictOf(wordOf(route)),
  seen: route => wordOf(route) ?? 'not told',
});

/** The rules for a partner; without its AS number, those that can be judged without. */
export const routeRules = (ownAsn: number | null): readonly RouteRule[] => [
  pathRule(`AS path of at most ${longestPath}`, path => path.length <= longestPath),
  pathRule('no AS number twice in the path (no prepending)', path => new Set(path).size === path.length),
  pathRule('no private AS number in the path', path => !path.some(isPrivateAsn)),
  ...(ownAsn === null ? [] : [pathRule(`begins with AS${ownAsn}`, path => path[0] === ownAsn)]),
  validityRule('origin valid in a routing registry', route => route.originValidation),
  validityRule('RPKI valid', route => route.rpkiValidation),
];
