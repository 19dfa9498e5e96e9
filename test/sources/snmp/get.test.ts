import { describe, expect, test } from 'vitest';
import { getInstances, getScattered, TooMuch } from '../../../src/sources/snmp/get.ts';
import { oid } from '../../../src/sources/snmp/oid.ts';
import { type Asked, type Entry, mibScript } from './agent.ts';
import * as ber from './ber.ts';
import { scripted } from './script-transport.ts';

const names = [1, 2, 3, 4, 5].map(i => oid(`1.3.6.1.2.1.2.2.1.10.${i}`));
const entries = names.map((name, i): Entry => [name, ber.integer(i + 1)]);
const good = mibScript(entries);
const numbers = (cells: readonly ({ kind: string; value?: unknown } | undefined)[]) =>
  cells.map(cell => (cell === undefined ? undefined : cell.kind === 'integer' ? cell.value : cell.kind));
const indexOf = (asked: Asked, last: number): number => asked.oids.findIndex(name => name.at(-1) === last) + 1;

describe('values are taken only for the name that was asked for', () => {
  test('all there', async () => {
    expect(numbers(await getInstances(scripted(good), names))).toEqual([1, 2, 3, 4, 5]);
  });

  test('an instance that is not there is an exception, which is an answer', async () => {
    const cells = await getInstances(scripted(mibScript(entries.slice(1))), names);
    expect(numbers(cells)).toEqual(['no-such-instance', 2, 3, 4, 5]);
  });

  test.each<[string, (asked: Asked) => Buffer, readonly unknown[]]>([
    [
      'the next object in place of the one asked for',
      asked =>
        ber.message({
          id: asked.id,
          varbinds: asked.oids.map((name, i) =>
            ber.varbind(i === 1 ? [...name.slice(0, -1), 9] : name, ber.integer(i)),
          ),
        }),
      [0, undefined, 2, 3, 4],
    ],
    [
      'names in another order',
      asked =>
        ber.message({
          id: asked.id,
          varbinds: [...asked.oids].reverse().map(name => ber.varbind(name, ber.integer(name.at(-1) ?? 0))),
        }),
      [undefined, undefined, 3, undefined, undefined],
    ],
    [
      'fewer than were asked for',
      asked =>
        ber.message({ id: asked.id, varbinds: asked.oids.slice(0, 2).map(name => ber.varbind(name, ber.integer(1))) }),
      [1, 1, undefined, undefined, undefined],
    ],
    ['an empty list', asked => ber.message({ id: asked.id }), new Array(5).fill(undefined)],
  ])('%s', async (_, script, expected) => {
    expect(numbers(await getInstances(scripted(script), names))).toEqual(expected);
  });
});

describe('one bad instance costs only itself', () => {
  test('noSuchName with an error-index is asked again without it: it is not there', async () => {
    const context = scripted(asked => {
      const index = indexOf(asked, 2) || indexOf(asked, 4);
      return index > 0 ? ber.message({ id: asked.id, status: 2, index }) : good(asked);
    });
    expect(numbers(await getInstances(context, names))).toEqual([1, 'no-such-instance', 3, 'no-such-instance', 5]);
    expect(context.transport.asked).toHaveLength(3);
  });

  test('genErr with an error-index is asked again without it: whether it is there is not known', async () => {
    const context = scripted(asked => {
      const index = indexOf(asked, 5);
      return index > 0 ? ber.message({ id: asked.id, status: 5, index }) : good(asked);
    });
    expect(numbers(await getInstances(context, names))).toEqual([1, 2, 3, 4, undefined]);
  });

  test('even when every one of many is bad', async () => {
    const many = Array.from({ length: 30 }, (_, i) => oid(`1.3.6.1.9.${i}`));
    const context = scripted(asked => ber.message({ id: asked.id, status: 2, index: 1 }));
    expect(numbers(await getInstances(context, many))).toEqual(new Array(30).fill('no-such-instance'));
  });

  test.each([
    [1, 3],
    [5, 0],
    [5, 99],
    [13, 0],
  ])('error-status %d with error-index %d names nobody: it is too much', async (status, index) => {
    const context = scripted(asked => ber.message({ id: asked.id, status, index }));
    await expect(getInstances(context, names)).rejects.toThrow(TooMuch);
    expect(context.transport.asked).toHaveLength(1);
  });
});

describe('scalars that need not come from one answer', () => {
  test('are asked in halves when together they are too big', async () => {
    const context = scripted(mibScript(entries, { tooBigAbove: 2 }));
    expect(numbers(await getScattered(context, names))).toEqual([1, 2, 3, 4, 5]);
  });

  test('one that is too big alone is not known, the others are', async () => {
    const context = scripted(asked => (indexOf(asked, 3) > 0 ? ber.message({ id: asked.id, status: 1 }) : good(asked)));
    expect(numbers(await getScattered(context, names))).toEqual([1, 2, undefined, 4, 5]);
  });

  test('silence is a failure', async () => {
    await expect(
      getScattered(
        scripted(() => null),
        names,
      ),
    ).rejects.toThrow('does not answer');
  });
});
