import { onTestFinished, vi } from 'vitest';
import { instant, millis } from '../../../src/network/units.ts';
import type { Question } from '../../../src/sources/snmp/codec.ts';
import { communityProcessing } from '../../../src/sources/snmp/community.ts';
import type { UsmCredentials } from '../../../src/sources/snmp/credentials.ts';
import { oid } from '../../../src/sources/snmp/oid.ts';
import { type Answer, failureOf, ordinaryWaits, type SnmpTransport } from '../../../src/sources/snmp/transport.ts';
import { openUdpTransport, type UdpTarget } from '../../../src/sources/snmp/udp-transport.ts';
import { type EngineMemory, newEngineMemory } from '../../../src/sources/snmp/usm/engine.ts';
import { usmProcessing } from '../../../src/sources/snmp/usm/usm-processing.ts';
import { type ManualClock, manualClock } from '../manual-clock.ts';
import { type Agent, type Asked, type Script, startAgent } from './agent.ts';
import * as ber from './ber.ts';

/** sysUpTime.0 and sysName.0, for tests that must ask for something. */
export const upTime = oid('1.3.6.1.2.1.1.3.0');
export const sysName = oid('1.3.6.1.2.1.1.5.0');

/** The answer that a good agent gives to a GET: the same number for every name. */
export const goodAnswer = (asked: Pick<Asked, 'id' | 'oids'>, value = 4711): Buffer =>
  ber.message({ id: asked.id, varbinds: asked.oids.map(name => ber.varbind(name, ber.timeTicks(value))) });

/** A transport under test, and the time that it sees. */
export interface Opened {
  readonly transport: SnmpTransport;
  readonly clock: ManualClock;
}

/** An agent that this test ends with. */
export async function agentWith(script: Script, ...where: [host?: '127.0.0.1' | '::1', port?: number]): Promise<Agent> {
  const agent = await startAgent(script, ...where);
  onTestFinished(() => agent.close());
  return agent;
}

/** A transport with a manual clock, closed when the test ends. */
export function open(port: number, target: Partial<UdpTarget> = {}, random: () => number = () => 0.5): Opened {
  const clock = manualClock();
  const transport = openUdpTransport(
    { address: '127.0.0.1', family: 4, port, label: 'r1', ...target },
    communityProcessing({ version: '2c', community: 'public' }),
    { clock, random },
  );
  onTestFinished(() => transport.close());
  return { transport, clock };
}

/** The same over SNMPv3; the memory of the engine can be handed from one to the next. */
export function openV3(
  port: number,
  credentials: UsmCredentials,
  given: { readonly memory?: EngineMemory; readonly random?: () => number; readonly clock?: ManualClock } = {},
): Opened & { readonly memory: EngineMemory } {
  const { memory = newEngineMemory(), random = () => 0.5, clock = manualClock() } = given;
  const transport = openUdpTransport(
    { address: '127.0.0.1', family: 4, port, label: 'r1' },
    usmProcessing(credentials, { clock, random, memory }),
    { clock, random },
  );
  onTestFinished(() => transport.close());
  return { transport, clock, memory };
}

/** Asks with ordinary patience and `seconds` until the deadline. */
export const ask = (
  { transport, clock }: Opened,
  question: Question = { pdu: 'get', oids: [upTime] },
  seconds = 60,
): Promise<Answer> =>
  transport.request(question, { deadline: instant(clock.now() + millis(seconds * 1000)), waits: ordinaryWaits });

/** The failure of a request, as data. */
export const failing = (request: Promise<unknown>) =>
  request.then(
    () => {
      throw new Error('it was answered');
    },
    (error: unknown) => failureOf(error),
  );

/** Lets an ordinary request run out of patience: each transmission, `heard`, then the wait after it. */
export async function exhaust(clock: ManualClock, heard: (transmission: number) => boolean): Promise<void> {
  for (const [sent, wait] of ordinaryWaits.entries()) {
    await until(() => heard(sent + 1));
    await clock.advance(wait);
  }
}

/** Waits for a condition that the network brings about. */
export const until = (condition: () => boolean): Promise<boolean> =>
  vi.waitUntil(condition, { timeout: 3000, interval: 2 });
