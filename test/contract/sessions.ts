import { onTestFinished } from 'vitest';
import type { PeeringApiOptions } from '../../src/sources/peering-api/options.ts';
import { openSession, type Session } from '../../src/sources/peering-api/session.ts';
import { hastyClock, optionsFor } from '../sources/peering-api/azure.ts';

/** Fast enough that the client's own pace (5 requests a second, 2 s between queries) is no matter here. */
const haste = 200;

/** The client as the program has it, pointed at an address; open until the test is over. */
export function sessionAt(url: string, more: Partial<PeeringApiOptions> = {}): Session {
  const around = { clock: hastyClock(haste), random: () => 0.5, hear: () => {} };
  const session = openSession(optionsFor(url, more), around);
  onTestFinished(() => session.close());
  return session;
}
