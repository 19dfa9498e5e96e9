import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redacted, redactedText } from '../../../src/sources/peering-api/redaction.ts';

const token = `eyJ0eXAiOiJKV1Qi.${'abcDEF_-0123456789'.repeat(80)}.signature`;
const read = (value: unknown, secrets: readonly string[] = []): unknown => {
  const text = JSON.stringify(value);
  return redacted(JSON.parse(text), text, secrets);
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
    expect(redacted(JSON.parse(text), text, ['SECRET-TEXT-1'])).toEqual({ message: 'say (withheld)' });
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
    expect(redacted(value, JSON.stringify(value), [token])).toBe(value);
  });

  test('may quote the token of somebody else', () => {
    expect(redactedText('got Authorization: Bearer abcDEF123.456 and eyJhbGciOiJ9.xyz', [])).toBe(
      'got Authorization: (withheld) and (withheld)',
    );
  });

  test('that is nested without end exhausts nothing', () => {
    const text = `${'['.repeat(50_000)}"Bearer abcdefghijkl"${']'.repeat(50_000)}`;
    expect(() => redacted(JSON.parse(text), text, [])).not.toThrow();
  });
});
