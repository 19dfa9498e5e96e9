/** Every protocol against an implementation that is not ours: net-snmp's agent. DES is in the lab: it has none there. */
import { createSocket } from 'node:dgram';
import snmp from 'net-snmp';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { AuthProtocol, PrivProtocol, UsmCredentials } from '../../../../src/sources/snmp/credentials.ts';
import { oid } from '../../../../src/sources/snmp/oid.ts';
import { sealerOf } from '../../../../src/sources/snmp/usm/usm-keys.ts';
import { ask, failing, openV3 } from '../opened.ts';
import { noc } from './v3-agent.ts';

const auths: readonly AuthProtocol[] = ['md5', 'sha', 'sha224', 'sha256', 'sha384', 'sha512'];
const privs: readonly Exclude<PrivProtocol, 'des'>[] = ['aes', 'aes256b', 'aes256r'];
const answer = oid('1.3.6.1.4.1.8072.9999.1.0');

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise<void>(done => socket.bind(0, '127.0.0.1', done));
  const { port } = socket.address();
  await new Promise<void>(done => socket.close(done));
  return port;
}

/** net-snmp's agent with one user and one object. */
async function agentOf({ user, auth, priv }: UsmCredentials): Promise<number> {
  const port = await freePort();
  const agent = snmp.createAgent({ port, address: '127.0.0.1' }, () => undefined);
  onTestFinished(() => new Promise<void>(done => agent.close(() => done())));
  agent.getAuthorizer().addUser({
    name: user,
    level: snmp.SecurityLevel[auth === null ? 'noAuthNoPriv' : priv === null ? 'authNoPriv' : 'authPriv'],
    ...(auth === null ? {} : { authProtocol: snmp.AuthProtocols[auth.protocol], authKey: auth.password }),
    ...(priv === null ? {} : { privProtocol: snmp.PrivProtocols[priv.protocol], privKey: priv.password }),
  });
  agent.registerProvider({
    name: 'answer',
    type: snmp.MibProviderType.Scalar,
    oid: answer.slice(0, -1).join('.'),
    scalarType: snmp.ObjectType.Integer,
    maxAccess: snmp.MaxAccess['read-only'],
  });
  agent.getMib().setScalarValue('answer', 42);
  return port;
}

const users: readonly (readonly [string, UsmCredentials])[] = [
  ['noAuthNoPriv', { ...noc, auth: null, priv: null }],
  ...auths.map(protocol => {
    const auth = { protocol, password: 'auth-password' };
    return [`authNoPriv with ${protocol}`, { ...noc, auth, priv: null }] as const;
  }),
  ...auths.flatMap(protocol =>
    privs.map(cipher => {
      const auth = { protocol, password: 'auth-password' };
      const priv = { protocol: cipher, password: 'priv-password' };
      return [`authPriv with ${protocol} and ${cipher}`, { ...noc, auth, priv }] as const;
    }),
  ),
];

describe('an agent that is not ours answers', () => {
  test.each(users)('%s', async (_, credentials) => {
    const opened = openV3(await agentOf(credentials), credentials);
    const found = await ask(opened, { pdu: 'get', oids: [answer] });
    expect(found.varbinds).toEqual([{ oid: answer, value: { kind: 'integer', value: 42 } }]);
    expect(opened.memory.proven).toBe(true);
  });

  test('and tells a user that it does not know', async () => {
    const opened = openV3(await agentOf(noc), { ...noc, user: 'somebody' });
    expect(await failing(ask(opened))).toMatchObject({
      kind: 'credentials',
      text: expect.stringMatching(/ knows no user "somebody"; check snmp\.user and the users of the router$/),
    });
  });
});

describe('what is encrypted', () => {
  const engine = { engineId: Buffer.from('80001f8880aabbccdd', 'hex'), boots: 3, time: 99 };
  const scoped = Buffer.from('30820003020100', 'hex');

  test.each([...privs, 'des'] as const)(
    'by %s is decrypted to the same octets, and never looks the same twice',
    protocol => {
      const sealer = sealerOf({ protocol, password: 'priv-password' }, { protocol: 'sha', password: 'auth-password' });
      const [first, second] = [sealer.seal(scoped, engine), sealer.seal(scoped, engine)];
      expect(first.sealed).not.toEqual(second.sealed);
      for (const { salt, sealed } of [first, second]) {
        const envelope = {
          ...engine,
          msgId: 1,
          flags: 3,
          user: 'noc',
          salt,
          content: sealed,
          digest: { at: 0, length: 0 },
        };
        expect(sealer.unseal(envelope).subarray(0, scoped.length)).toEqual(scoped);
      }
    },
  );
});
