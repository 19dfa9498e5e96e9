/** A subscription with one peering and one service, for tests of what is asked when. */
import { peering, peeringId, provider, type Reply, type Seen } from './azure.ts';

/** A list as Microsoft sends it. */
export const list = (...value: readonly unknown[]): Reply => ({ json: { value } });
/** The path of a peering's metrics. */
export const metrics = `${peeringId('one')}/providers/Microsoft.Insights/metrics`;

/** Microsoft with one peering, a service, and an answer to all else that is asked. */
export function carrier({ method, path, query }: Seen): Reply | undefined {
  if (path.endsWith('/token')) return undefined;
  if (path === `${provider}/peerings`) return list(peering('one'));
  if (path === `${provider}/peeringServices`) return list({ id: '/subscriptions/s/resourceGroups/g/x', name: 'svc' });
  if (path.endsWith('/receivedRoutes'))
    return list({ prefix: query.get('prefix') ?? '192.0.2.0/24', nextHop: '192.0.2.1', asPath: '64500' });
  if (path.endsWith('/registeredPrefixes'))
    return list({ id: `${peeringId('one')}/registeredPrefixes/p`, properties: { prefix: '192.0.2.0/24' } });
  if (path.endsWith('/metricDefinitions'))
    return list({ name: { value: 'FlapCounts' } }, { name: { value: 'SessionAvailability' } });
  if (path.endsWith('/metrics')) return list();
  if (path.endsWith('/lookingGlass')) return { json: { command: 'Ping', output: 'pong' } };
  if (path.endsWith('/checkServiceProviderAvailability')) return { json: 'Available' };
  if (path.endsWith('/validate') && method === 'POST')
    return { json: { name: 'p', properties: { prefix: '192.0.2.0/24', prefixValidationState: 'Pending' } } };
  return list();
}
