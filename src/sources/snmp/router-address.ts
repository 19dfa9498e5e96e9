import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Millis } from '../../network/units.ts';
import type { Clock } from '../clock.ts';
import { SnmpFailure } from './transport.ts';

/** Where a router is reached. */
export interface RouterAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Resolves a name; rejects when it does not resolve. */
export type Resolve = (name: string) => Promise<{ readonly address: string; readonly family: number }>;

/** The system's resolver. */
export const systemResolve: Resolve = name => lookup(name);

const within = <Value>(clock: Clock, limit: Millis, work: Promise<Value>): Promise<Value> =>
  new Promise((resolve, reject) => {
    const cancel = clock.schedule(limit, () => reject(new Error('the resolver does not answer')));
    work.then(resolve, reject).finally(cancel);
  });

/**
 * The address of a router that is configured by address or by name. Rejects with an SnmpFailure of kind `unresolved`
 * when the name does not resolve within `limit`.
 */
export async function routerAddress(
  written: string,
  router: string,
  { clock, resolve, limit }: { readonly clock: Clock; readonly resolve: Resolve; readonly limit: Millis },
): Promise<RouterAddress> {
  const version = isIP(written);
  if (version !== 0) return { address: written, family: version === 6 ? 6 : 4 };
  try {
    const found = await within(clock, limit, resolve(written));
    return { address: found.address, family: found.family === 6 ? 6 : 4 };
  } catch (error) {
    const why = error instanceof Error ? ('code' in error ? String(error.code) : error.message) : 'no answer';
    throw new SnmpFailure(
      'unresolved',
      `the name ${written} of ${router} does not resolve (${why}); check the name or write an address`,
    );
  }
}
