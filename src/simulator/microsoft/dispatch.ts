/** Finds what answers a path of Azure Resource Manager. */
import { missing, refused, type Said } from './answer.ts';
import { sameName } from './places.ts';
import type { Route } from './question.ts';
import { ROUTES } from './routes.ts';
import { RESOURCE_GROUP, SUBSCRIPTION_ID } from './subscription.ts';

/** The route of a request with the segments that it names, or what to say instead. */
export type Dispatch =
  | { readonly kind: 'route'; readonly route: Route; readonly named: ReadonlyMap<string, string> }
  | { readonly kind: 'refused'; readonly said: Said };

const segmentsOf = (path: string): string[] => path.split('/').filter(Boolean);

const matched = (route: Route, segments: readonly string[]): ReadonlyMap<string, string> | null => {
  const pattern = segmentsOf(route.path);
  if (pattern.length !== segments.length) return null;
  const named = new Map<string, string>();
  for (const [i, part] of pattern.entries()) {
    const segment = segments[i] ?? '';
    if (part.startsWith(':')) named.set(part.slice(1), decodeURIComponent(segment));
    else if (!sameName(part, segment)) return null;
  }
  return named;
};

const wrongPlace = (named: ReadonlyMap<string, string>): Said | null => {
  const subscription = named.get('subscription') ?? SUBSCRIPTION_ID;
  if (!sameName(subscription, SUBSCRIPTION_ID)) {
    return refused(404, 'SubscriptionNotFound', `The subscription '${subscription}' could not be found.`);
  }
  const group = named.get('group') ?? RESOURCE_GROUP;
  if (sameName(group, RESOURCE_GROUP)) return null;
  return refused(404, 'ResourceGroupNotFound', `Resource group '${group}' could not be found.`);
};

/** What answers a method on a path. */
export const dispatch = (method: string, path: string): Dispatch => {
  const segments = segmentsOf(path);
  const fitting = ROUTES.flatMap(route => {
    const named = matched(route, segments);
    return named === null ? [] : [{ route, named }];
  });
  const [first] = fitting;
  if (first === undefined) return { kind: 'refused', said: missing() };
  const wrong = wrongPlace(first.named);
  if (wrong !== null) return { kind: 'refused', said: wrong };
  const found = fitting.find(({ route }) => route.method === method);
  if (found !== undefined) return { kind: 'route', ...found };
  const message = `The requested resource does not support http method '${method}'.`;
  return { kind: 'refused', said: refused(405, 'MethodNotAllowed', message) };
};
