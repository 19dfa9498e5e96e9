import type { Config } from '../config/config.ts';
import type { RouterName } from '../network/facts.ts';
import type { TrapSubject } from '../network/traps.ts';
import type { Clock } from '../sources/clock.ts';
import type { Hear } from '../sources/router-source.ts';
import { credentialsOf } from './snmp-credentials.ts';

/** What traps are received with. */
export interface FleetTrapOptions {
  readonly config: Config;
  readonly clock: Clock;
  readonly random: () => number;
  readonly hear: Hear;
  readonly named: (router: RouterName, subject: TrapSubject) => boolean;
}

/** Receives the traps of every configured router until stopped; where none are asked for, does nothing. */
export function receiveFleetTraps(options: FleetTrapOptions): { stop(): void } {
  const { config, clock, random, hear, named } = options;
  const { traps } = config;
  let receiver: { stop(): void } | null = null;
  let stopped = false;
  if (traps !== null) {
    // The library takes longer to load than all else here: only who asks for traps waits for it, and no screen does.
    import('../sources/snmp/traps/trap-receiver.ts')
      .then(({ receiveTraps }) => {
        if (stopped) return;
        const routers = config.routers.map(({ name, address, snmp }) => ({
          router: name,
          address,
          credentials: credentialsOf(snmp),
        }));
        receiver = receiveTraps(
          { listen: traps.listen, routers, resolveEvery: config.discoveryInterval },
          { clock, random, hear, named },
        );
      })
      .catch((error: unknown) => {
        const failure = `no traps can be received: ${error instanceof Error ? error.message : String(error)}`;
        const listen = `${traps.listen.address}:${traps.listen.port}`;
        hear({ kind: 'trap-port', at: clock.now(), port: { listen, failure, strangers: 0, newestStranger: null } });
      });
  }
  return {
    stop: () => {
      stopped = true;
      receiver?.stop();
    },
  };
}
