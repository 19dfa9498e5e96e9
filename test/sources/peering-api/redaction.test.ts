import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createKeyRing, type KeyRing, redacted, redactedText } from '../../../src/sources/peering-api/redaction.ts';

const token = `eyJ0eXAiOiJKV1Qi.${'abcDEF_-0123456789'.repeat(80)}.signature`;
const read = (value: unknown, secrets: readonly string[] = [], ring: KeyRing = createKeyRing()): unknown => {
  const text = JSON.stringify(value);
  return redacted(JSON.parse(text), text, secrets, ring);
};

describe('a secret that went out with a request', () => {
  test.each([
    ['whole', token],
    ['cut at its end', token.slice(0, 60)],
    ['in an address', encodeURIComponent(token)],
  ])('is gone from every text of the answer, quoted %s', (_, quoted) => {
    const answer = { error: { code: `x${quoted}`, message: `the token ${quoted}, is bad`, details: [[quoted]] } };
    expect(JSON.stringify(read(answer, [token]))).not.toContain(quoted.slice(0, 20));
  });

  test.each(['abc8Q~CANARY!SECRET', "it's (a) secret*", 'p@ss word/secret'])('%s is gone in each spelling', secret => {
    const form = new URLSearchParams({ a: secret }).toString();
    const shown = read({ error_description: `${secret} ${encodeURIComponent(secret)} ${form}` }, [secret]);
    expect(shown).toEqual({ error_description: '(withheld) (withheld) a=(withheld)' });
  });

  test('is gone although JSON escapes hide it', () => {
    const text = `{"message":"say \\u0053ECRET-TEXT-1"}`;
    expect(redacted(JSON.parse(text), text, ['SECRET-TEXT-1'], createKeyRing())).toEqual({ message: 'say (withheld)' });
  });

  test('never comes back, whatever stands around it', () => {
    const secrets = fc.string({ minLength: 8, maxLength: 60, unit: 'binary' });
    fc.assert(
      fc.property(secrets, fc.string(), fc.string(), fc.json(), (secret, before, after, json) => {
        fc.pre(!`${before}(withheld)${after}`.includes(secret));
        const shown = read({ a: [{ message: `${before}${secret}${after}` }], json }, [secret]);
        expect(JSON.stringify(Object.values(shown ?? {})[0])).not.toContain(JSON.stringify(secret).slice(1, -1));
      }),
    );
  });
});

describe('a key that another answer has told', () => {
  const key = '3f2504e0-4f89-11d3-9a0c-0305e82c3301';
  /** What is left of a message after an answer with some keys. */
  const quoted = (message: string, ...keys: readonly string[]): unknown => {
    const ring = createKeyRing();
    read({ value: keys.map(each => ({ properties: { md5AuthenticationKey: each } })) }, [], ring);
    return read({ message }, [], ring);
  };

  test.each([
    ['as it is', key],
    ['in capitals', key.toUpperCase()],
    ['without dashes', key.replaceAll('-', '')],
    ['with other dashes', key.replaceAll('-', '_')],
    ['in an address', key.replaceAll('-', '%2D')],
  ])('is gone, quoted %s', (_how, spelling) => {
    expect(quoted(`it was issued ${spelling} last year`, key)).toEqual({
      message: 'it was issued (withheld) last year',
    });
  });

  test('is gone where somebody chose it, in any case', () => {
    expect(quoted('with tr0ub4dor&3-SECRET', 'Tr0ub4dor&3-secret')).toEqual({ message: 'with (withheld)' });
  });

  test.each(['CorrectHorseBattery', 'correcthorsebatterystaple', 'Zq7-secretkey9'])(
    'is gone from codes too: %s',
    chosen => {
      const ring = createKeyRing();
      read({ value: [{ properties: { md5AuthenticationKey: chosen } }] }, [], ring);
      expect(read({ error: { code: chosen, message: `no ${chosen}` } }, [], ring)).toEqual({
        error: { code: '(withheld)', message: 'no (withheld)' },
      });
      expect(ring.without(`id-${chosen}`)).toBe('id-(withheld)');
    },
  );

  test('leaves every other identifier', () => {
    const message = 'connection 9bba5769-c03d-4c84-8ece-b78526ebccde';
    expect(quoted(message, key)).toEqual({ message });
  });

  test('is gone although nothing has told it yet, where the word before it says what it is', () => {
    expect(quoted(`The key ${key} is in use`)).toEqual({ message: 'The key (withheld) is in use' });
    expect(quoted(`prefix key: ${key.replaceAll('-', '')}`)).toEqual({ message: 'prefix key: (withheld)' });
    expect(quoted(`PrefixKey=${key}, keys "${key}"`)).toEqual({ message: 'PrefixKey=(withheld), keys "(withheld)"' });
  });

  test('takes no other word along: not what it names, and not a word that it is like', () => {
    const resource = `The access key of resource ${key} is not known`;
    expect(quoted(resource)).toEqual({ message: resource });
    expect(quoted('Planned work in Ashburn', 'ashburn')).toEqual({ message: 'Planned work in Ashburn' });
    expect(quoted('peering is not allowed', 'peering')).toEqual({ message: 'peering is not allowed' });
    expect(quoted('a word-12345, or xword-123456', 'word-12345')).toEqual({ message: 'a (withheld), or x(withheld)6' });
  });

  test('is looked for in bounded time, whatever stands after the word for it', () => {
    const message = `key ${' '.repeat(2_000_000)}${key}`;
    expect(quoted(message)).toEqual({ message });
  });

  test('costs no more than looking, however many there are', () => {
    const many = Array.from(
      { length: 20_000 },
      (_, each) => `${each.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`,
    );
    expect(quoted(`it was issued ${many[19_999]}`, ...many)).toEqual({ message: 'it was issued (withheld)' });
  });
});

describe('a key that a record has', () => {
  test('is gone from the words beside it and stays for who asks whether there is one', () => {
    const record = {
      name: 'one',
      properties: {
        direct: { connections: [{ bgpSession: { md5AuthenticationKey: 'LEAKMD5' }, errorMessage: 'key LEAKMD5!' }] },
      },
    };
    expect(read({ value: [record] })).toEqual({
      value: [
        {
          name: 'one',
          properties: {
            direct: {
              connections: [{ bgpSession: { md5AuthenticationKey: 'LEAKMD5' }, errorMessage: 'key (withheld)!' }],
            },
          },
        },
      ],
    });
  });

  test.each([
    ['a prefix', { peeringServicePrefixKey: 'PREFIX-KEY' }, 'PREFIX-KEY'],
    ['a workspace', { logAnalyticsWorkspaceProperties: { workspaceId: 'w', key: 'WORKSPACE' } }, 'WORKSPACE'],
    ['a contact', { peerContactDetail: [{ phone: '+1-555-0100' }] }, '+1-555-0100'],
  ])('of %s is gone from messages', (_, record, secret) => {
    expect(read([{ ...record, eventDescription: `call ${secret}` }])).toEqual([
      { ...record, eventDescription: 'call (withheld)' },
    ]);
  });

  test('that is also the name of something changes no name and no state', () => {
    const record = {
      name: 'Amsterdam',
      md5AuthenticationKey: 'Amsterdam',
      connectionState: 'Active',
      errorMessage: 'Amsterdam?',
    };
    expect(read([record])).toEqual([{ ...record, errorMessage: '(withheld)?' }]);
  });
});

describe('an answer', () => {
  test('that quotes nothing is the same object', () => {
    const value = { value: [{ name: 'a' }] };
    expect(redacted(value, JSON.stringify(value), [token], createKeyRing())).toBe(value);
  });

  test('may quote the token of somebody else', () => {
    expect(redactedText('got Authorization: Bearer abcDEF123.456 and eyJhbGciOiJ9.xyz', [])).toBe(
      'got Authorization: (withheld) and (withheld)',
    );
  });

  test('that is nested without end exhausts nothing', () => {
    const text = `${'['.repeat(50_000)}"Bearer abcdefghijkl"${']'.repeat(50_000)}`;
    expect(() => redacted(JSON.parse(text), text, [], createKeyRing())).not.toThrow();
  });
});
