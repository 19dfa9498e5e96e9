import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import type { TrapSubject } from '../../src/network/traps.ts';
import { millis } from '../../src/network/units.ts';
import { processClock } from '../../src/sources/clock.ts';
import type { TrapCredentials } from '../../src/sources/snmp/traps/trap-decoder.ts';
import { receiveTraps } from '../../src/sources/snmp/traps/trap-receiver.ts';
import type {} from './ready.ts';
import { run } from './run-command.ts';

/** In 127.0.0.0/8 every address is this machine's: each sender has one of its own. */
const listen = { address: '127.0.0.1', port: 11_700 + (process.pid % 200) };
const password = { auth: 'authenticate me', priv: 'and hide me well' };
const linkDown = '1.3.6.1.6.3.1.1.5.3';
const about7 = ['1.3.6.1.2.1.2.2.1.1.7', 'i', '7'];

type Usm = Extract<TrapCredentials, { version: '3' }>;
const usm = (
  protocol: NonNullable<Usm['auth']>['protocol'] | null,
  priv: NonNullable<Usm['priv']>['protocol'] | null,
): Usm => ({
  version: '3',
  user: 'noc',
  auth: protocol === null ? null : { protocol, password: password.auth },
  priv: priv === null ? null : { protocol: priv, password: password.priv },
});

/** Credentials with the options by which net-snmp's tools are told the same. */
const senders: readonly (readonly [name: string, credentials: TrapCredentials, options: readonly string[]])[] = [
  ['v2c', { version: '2c', community: 'tools' }, ['-v', '2c', '-c', 'tools']],
  ['noAuthNoPriv', usm(null, null), ['-l', 'noAuthNoPriv']],
  ['MD5', usm('md5', null), ['-l', 'authNoPriv', '-a', 'MD5']],
  ['SHA-1 and AES-128', usm('sha', 'aes'), ['-l', 'authPriv', '-a', 'SHA', '-x', 'AES']],
  ['SHA-256 and AES-128', usm('sha256', 'aes'), ['-l', 'authPriv', '-a', 'SHA-256', '-x', 'AES']],
  ['SHA-1 and DES', usm('sha', 'des'), ['-l', 'authPriv', '-a', 'SHA', '-x', 'DES']],
  ['SHA-1 and AES-256 (Blumenthal)', usm('sha', 'aes256b'), ['-l', 'authPriv', '-a', 'SHA', '-x', 'AES-256']],
  ['SHA-1 and AES-256 (Reeder)', usm('sha', 'aes256r'), ['-l', 'authPriv', '-a', 'SHA', '-x', 'AES-256-C']],
  ['SHA-512 and AES-128', usm('sha512', 'aes'), ['-l', 'authPriv', '-a', 'SHA-512', '-x', 'AES']],
];
const addressOf = (at: number): string => `127.0.0.${at + 2}`;

describe.skipIf(inject('missing').length > 0)('traps and informs of net-snmp itself are read', () => {
  const named: { readonly router: string; readonly subject: TrapSubject }[] = [];
  let stop: () => void = () => {};

  beforeAll(async () => {
    let isOpen = false;
    const routers = senders.map(([name, credentials], at) => ({ router: name, address: addressOf(at), credentials }));
    const receiver = receiveTraps(
      { listen, routers, resolveEvery: millis(600_000) },
      {
        clock: processClock,
        random: Math.random,
        hear: sample => {
          if (sample.kind === 'trap-port') isOpen = sample.port.failure === null;
        },
        named: (router, subject) => {
          named.push({ router, subject });
          return true;
        },
      },
    );
    stop = receiver.stop;
    // A trap that comes before the port is open is lost, and nobody would know.
    await vi.waitFor(() => expect(isOpen).toBe(true), { timeout: 10_000, interval: 20 });
  });
  afterAll(() => stop());

  const optionsOf = (options: readonly string[]): readonly string[] =>
    options.includes('2c') ? options : ['-v', '3', '-u', 'noc', '-A', password.auth, '-X', password.priv, ...options];
  const sent = (name: string): number => named.filter(each => each.router === name).length;

  test.each(senders.map(([name, , options], at) => [name, options, addressOf(at)] as const))(
    '%s',
    async (name, options, address) => {
      const to = `${listen.address}:${listen.port}`;
      const common = [
        '-m',
        '',
        '-r',
        '0',
        '-t',
        '2',
        `--clientaddr=${address}`,
        ...optionsOf(options),
        to,
        '',
        linkDown,
      ];
      await run('snmptrap', ...common, ...about7);
      // It ends with 0 once its inform is acknowledged, and not otherwise.
      await run('snmpinform', ...common, ...about7);
      await run('snmpinform', ...common, ...about7);
      expect(sent(name)).toBe(3);
      expect(named.at(-1)?.subject).toEqual({ kind: 'interface', ifIndex: 7 });
    },
  );

  test('SNMPv1', async () => {
    const common = [
      '-m',
      '',
      `--clientaddr=${addressOf(0)}`,
      '-v',
      '1',
      '-c',
      'tools',
      `${listen.address}:${listen.port}`,
    ];
    // linkDown is generic trap 2; the other is jnxLacpTimeOut, of an enterprise of its own.
    await run('snmptrap', ...common, '1.3.6.1.4.1.8072', addressOf(0), '2', '0', '', ...about7);
    const aggregate = ['1.3.6.1.4.1.2636.3.53.1.1.3.4.0', 'i', '601'];
    await run('snmptrap', ...common, '1.3.6.1.4.1.2636.3.53.1.2.1', addressOf(0), '6', '1', '', ...aggregate);
    await expect
      .poll(() => named.slice(-2).map(each => each.subject))
      .toEqual([
        { kind: 'interface', ifIndex: 7 },
        { kind: 'lag', ifIndex: 601 },
      ]);
  });
});
