/** An answer of the API before it is HTTP: what is said, and which of Azure's limits it counts against. */
import type { Json } from './json.ts';

/** A limit of Azure Resource Manager, by the end of its header's name. */
export type Limit = 'resource-requests' | 'reads' | 'writes';

/** What a handler says. */
export interface Said {
  readonly status: number;
  readonly body: Json;
}

/** 200. */
export const told = (body: Json): Said => ({ status: 200, body });

/** A refusal by Azure Resource Manager, wrapped as the specification has it. */
export const refused = (status: number, code: string, message: string): Said => ({
  status,
  body: { error: { code, message } },
});

/** Refused for asking too often. */
export const throttled = (seconds: number): Said =>
  refused(
    429,
    'ResourceRequestsThrottled',
    `Number of requests for action 'Microsoft.Peering/read' exceeded the limit of '400' for time interval '00:05:00'. Please try again after '${seconds}' seconds.`,
  );

/** A resource that is not there, as the resource provider says it on the wire: without the wrapper. */
export const missing = (): Said => ({ status: 404, body: { code: 'NotFound', message: 'Resource does not exist.' } });

/** A list in one page. */
export const listed = (value: readonly Json[]): Said => told({ value });
