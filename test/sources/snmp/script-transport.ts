import { instant } from '../../../src/network/units.ts';
import { decode, encodeRequest, type Question } from '../../../src/sources/snmp/codec.ts';
import { createPace, type Pace } from '../../../src/sources/snmp/pace.ts';
import {
  type Answer,
  type Patience,
  SnmpFailure,
  type SnmpTransport,
  type Spent,
} from '../../../src/sources/snmp/transport.ts';
import { readRequest, type Script } from './agent.ts';

/** A transport without a network: octets go to a script and back, and silence is told at once. */
export interface ScriptTransport extends SnmpTransport {
  readonly asked: readonly Question[];
  readonly sizes: readonly number[];
  /** Milliseconds that silence would have cost, were all requests asked one after the other. */
  waited(): number;
}

const nobody = { address: '127.0.0.1', family: 'IPv4', port: 161, size: 0 } as const;

/** A transport that ends in a script. */
export function scriptTransport(script: Script): ScriptTransport {
  const asked: Question[] = [];
  const sizes: number[] = [];
  let id = 0;
  let waited = 0;
  const spent: Spent = { requests: 0, retransmissions: 0, bytesOut: 0, bytesIn: 0, rejected: 0 };
  return {
    asked,
    sizes,
    waited: () => waited,
    spent: () => spent,
    close: () => {},
    request: async (question: Question, patience: Patience): Promise<Answer> => {
      asked.push(question);
      id += 1;
      const reply = script(readRequest(encodeRequest(question, 'public', id), nobody));
      const [datagram] = reply === null || Buffer.isBuffer(reply) ? [reply] : reply;
      const decoded = datagram === null || datagram === undefined ? null : decode(datagram);
      if (datagram === null || datagram === undefined || decoded?.kind !== 'message') {
        waited += patience.waits.reduce((sum, wait) => sum + wait, 0);
        throw new SnmpFailure('timeout', 'r1 does not answer', 'the router stopped answering here');
      }
      sizes.push(datagram.length);
      const { errorStatus, errorIndex, varbinds } = decoded.message;
      return { errorStatus, errorIndex, varbinds, size: datagram.length };
    },
  };
}

/** What walks and polls need, over a script. */
export function scripted(script: Script, pace: Pace = createPace()) {
  const transport = scriptTransport(script);
  return { transport, pace, deadline: instant(Number.MAX_SAFE_INTEGER), now: () => instant(0) };
}
