import { canonicalAddress } from '../../../network/addresses.ts';
import type { RouterName } from '../../../network/facts.ts';
import { type Millis, millis } from '../../../network/units.ts';
import type { Cancel, Clock } from '../../clock.ts';
import { type Resolve, routerAddress } from '../router-address.ts';

/** A router by the address that it is configured with. */
export interface Addressed {
  readonly router: RouterName;
  /** IPv4, IPv6 or a name. */
  readonly address: string;
}

/** Which routers stand behind which source address. */
export interface TrapSources<Router extends Addressed> {
  /** The routers at this address, as dgram writes it; none for a stranger. */
  at(address: string): readonly Router[];
  stop(): void;
}

/** Time that a resolver may take. */
const resolveWithin = millis(10_000);

/** An IPv4 sender at an IPv6 socket comes as ::ffff:192.0.2.1 (RFC 4291 §2.5.5.2). */
const bare = (address: string): string | null => canonicalAddress(address.replace(/^::ffff:(?=[\d.]+$)/i, ''));

/** Addresses are known at once; names are looked up now and every so often, because routers move. */
export function findTrapSources<Router extends Addressed>(
  routers: readonly Router[],
  every: Millis,
  { clock, resolve }: { readonly clock: Clock; readonly resolve: Resolve },
): TrapSources<Router> {
  const addresses = new Map<RouterName, string | null>(
    routers.map(router => [router.router, canonicalAddress(router.address)]),
  );
  const named = routers.filter(router => addresses.get(router.router) === null);
  let byAddress = new Map<string, readonly Router[]>();
  // A flood comes from one address: the newest is at hand.
  let newest: { readonly address: string; readonly routers: readonly Router[] } | null = null;
  let cancel: Cancel = () => {};
  let stopped = false;

  function arrange(): void {
    newest = null;
    byAddress = new Map();
    for (const router of routers) {
      const address = addresses.get(router.router) ?? null;
      if (address !== null) byAddress.set(address, [...(byAddress.get(address) ?? []), router]);
    }
  }

  async function lookUp(router: Router): Promise<void> {
    try {
      const found = await routerAddress(router.address, router.router, { clock, resolve, limit: resolveWithin });
      addresses.set(router.router, bare(found.address));
    } catch {
      // The poller says that the name does not resolve; where it was last found is still the best guess.
    }
  }

  function lookUpAll(): void {
    void Promise.all(named.map(lookUp)).then(() => {
      if (stopped) return;
      arrange();
      cancel = clock.schedule(every, lookUpAll);
    });
  }

  arrange();
  if (named.length > 0) lookUpAll();
  return {
    at: address => {
      if (newest?.address === address) return newest.routers;
      const key = bare(address);
      newest = { address, routers: (key === null ? undefined : byAddress.get(key)) ?? [] };
      return newest.routers;
    },
    stop: () => {
      stopped = true;
      cancel();
    },
  };
}
