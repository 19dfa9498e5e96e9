/** Words for the last error of a session: codes of RFC 4271 §4.5 and §6, Cease subcodes of RFC 4486, RFC 8538 and RFC 9384. */
import type { BgpError } from './session-facts.ts';

const codes: Readonly<Record<number, string>> = {
  1: 'Message header error',
  2: 'OPEN error',
  3: 'UPDATE error',
  4: 'Hold timer expired',
  5: 'Finite state machine error',
  6: 'Cease',
  7: 'ROUTE-REFRESH error',
  8: 'Send hold timer expired',
};

const subcodes: Readonly<Record<number, Readonly<Record<number, string>>>> = {
  1: { 1: 'connection not synchronized', 2: 'bad message length', 3: 'bad message type' },
  2: {
    1: 'unsupported version number',
    2: 'bad peer AS',
    3: 'bad BGP identifier',
    4: 'unsupported optional parameter',
    6: 'unacceptable hold time',
    7: 'unsupported capability',
    11: 'role mismatch',
  },
  3: {
    1: 'malformed attribute list',
    2: 'unrecognized well-known attribute',
    3: 'missing well-known attribute',
    4: 'attribute flags error',
    5: 'attribute length error',
    6: 'invalid ORIGIN',
    8: 'invalid NEXT_HOP',
    9: 'optional attribute error',
    10: 'invalid network field',
    11: 'malformed AS_PATH',
  },
  5: {
    1: 'unexpected message in OpenSent',
    2: 'unexpected message in OpenConfirm',
    3: 'unexpected message in Established',
  },
  6: {
    1: 'maximum number of prefixes reached',
    2: 'administrative shutdown',
    3: 'peer de-configured',
    4: 'administrative reset',
    5: 'connection rejected',
    6: 'other configuration change',
    7: 'connection collision resolution',
    8: 'out of resources',
    9: 'hard reset',
    10: 'BFD down',
  },
};

/** The error in words: "Cease / administrative shutdown"; numbers where the registry has no words. */
export function bgpErrorText(error: BgpError): string {
  const code = codes[error.code] ?? `error ${error.code}`;
  if (error.subcode === 0) return code;
  return `${code} / ${subcodes[error.code]?.[error.subcode] ?? `subcode ${error.subcode}`}`;
}
