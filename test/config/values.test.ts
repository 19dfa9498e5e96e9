import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearest, printable, unprintableIn } from '../../src/config/text.ts';
import {
  addressComplaint,
  canonicalIp,
  isLoopback,
  listenComplaint,
  parseCapacity,
  parseDuration,
  urlComplaint,
} from '../../src/config/values.ts';

describe('a value of the file', () => {
  it.each([
    ['500ms', 500],
    ['10s', 10_000],
    ['10m', 600_000],
    ['1h', 3_600_000],
    ['10', Number.NaN],
    ['10d', Number.NaN],
    ['-1s', Number.NaN],
    ['1.5s', Number.NaN],
  ])('%s is a duration of %d ms', (text, expected) => {
    expect(parseDuration(text)).toBe(expected);
  });

  it.each([
    ['400G', 4e11],
    ['1.6T', 1.6e12],
    ['800M', 8e8],
    ['0.1G', 1e8],
    ['400', Number.NaN],
    ['400Gb', Number.NaN],
  ])('%s is a capacity of %d bit/s', (text, expected) => {
    expect(parseCapacity(text)).toBe(expected);
  });

  it.each(['192.0.2.1', '::', '2001:db8::1', 'fe80::1%eth0', 'a', 'a-b.example', 'xn--bcher-kva.example', '1.example'])(
    '%s is an address',
    text => {
      expect(addressComplaint(text)).toBeNull();
    },
  );

  it.each([
    '',
    ' ',
    '1.2.3',
    '1.2.3.4.5',
    '192.0.2.010',
    '-a.example',
    'a-.example',
    'a..b',
    '.',
    'a b',
    'ü.example',
    `${'a'.repeat(64)}.example`,
    '[::1]',
    '[::1]:161',
    'a:161',
    ':::',
    '2001:db8::g',
  ])('%j is no address', text => {
    expect(addressComplaint(text)).toMatch(/^must /);
  });

  it.each([
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['192.0.2.1', '192.0.2.1'],
    ['fe80::1%eth0', null],
    ['example.net', null],
  ])('%s has the canonical form %s', (text, expected) => {
    expect(canonicalIp(text)).toBe(expected);
  });

  it.each([
    ['127.0.0.1', true],
    ['127.255.0.1', true],
    ['::1', true],
    ['LocalHost', true],
    ['127.example.net', false],
    ['128.0.0.1', false],
    ['::2', false],
  ])('%s on loopback: %s', (text, expected) => {
    expect(isLoopback(text)).toBe(expected);
  });

  it.each(['127.0.0.1:1162', '0.0.0.0:162', '[::]:162', '[2001:db8::1]:65535'])('%s can be listened on', text => {
    expect(listenComplaint(text)).toBeNull();
  });

  it.each(['127.0.0.1', '127.0.0.1:0', '127.0.0.1:65536', '::1:162', 'localhost:162', '[127.0.0.1]:162', ''])(
    '%j cannot be listened on',
    text => {
      expect(listenComplaint(text)).toMatch(/^must be an address and a port/);
    },
  );

  it.each([
    ['https://management.azure.com', null],
    ['https://management.chinacloudapi.cn/', null],
    ['http://127.0.0.1:8080', null],
    ['http://[::1]:8080', null],
    ['http://localhost:8080', null],
    ['http://management.azure.com', 'must be https: credentials go there (http is for loopback only)'],
    ['https://me:hunter2@example.com', 'must not hold a user name or a password'],
    ['ftp://example.com', 'must be an address such as https://management.azure.com'],
    ['management.azure.com', 'must be an address such as https://management.azure.com'],
  ])('%s as a service: %s', (text, expected) => {
    expect(urlComplaint(text)).toBe(expected);
  });
});

describe('text from a file', () => {
  it('is safe to show, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        expect(unprintableIn(printable(text))).toBeNull();
      }),
    );
  });

  it('is shown as it is when it is safe, up to a length', () => {
    expect(printable('São Paulo')).toBe('São Paulo');
    expect(printable('a\u001b[31m\u202e')).toBe('a\\u{1b}[31m\\u{202e}');
    expect(printable('abcdef', 3)).toBe('abc…');
  });

  it.each([
    ['adress', 'address'],
    ['prot', 'port'],
    ['min-links', 'minLinks'],
    ['ADDRESS', 'address'],
    ['colour', null],
    ['x', null],
    ['', null],
  ])('%j is probably %j', (word, expected) => {
    expect(nearest(word, ['name', 'address', 'port', 'minLinks'])).toBe(expected);
  });
});
