import { describe, expect, test } from 'vitest';
import { type Oid, oid } from '../../../src/sources/snmp/oid.ts';
import { createPace, largestAnswer } from '../../../src/sources/snmp/pace.ts';
import { type Row, walkTable } from '../../../src/sources/snmp/walk.ts';
import { type Entry, mibScript, type Quirks } from './agent.ts';
import * as ber from './ber.ts';
import { scripted } from './script-transport.ts';

const entry = '1.3.6.1.2.1.2.2.1';
const column = (number: number): Oid => oid(`${entry}.${number}`);
const columns = [2, 3, 5, 7, 8].map(column);

/** A table with a number in each cell that `has` says is there: 1000 × row + column. */
function table(rows: number, has: (row: number, column: number) => boolean = () => true): Entry[] {
  const entries: Entry[] = [];
  for (let row = 1; row <= rows; row++) {
    for (const name of columns) {
      const last = name.at(-1) ?? 0;
      if (has(row, last)) entries.push([[...name, row], ber.integer(row * 1000 + last)]);
    }
  }
  return entries;
}

const numbersOf = (rows: readonly Row[]) =>
  rows.map(row => row.cells.map(cell => (cell?.kind === 'integer' ? cell.value : null)));

/** What walking such a table must give, in any order of rows. */
const expected = (rows: number, has: (row: number, column: number) => boolean = () => true) =>
  Array.from({ length: rows }, (_, i) =>
    columns.map(name => name.at(-1) ?? 0).map(last => (has(i + 1, last) ? (i + 1) * 1000 + last : null)),
  ).filter(cells => cells.some(cell => cell !== null));

async function walked(entries: readonly Entry[], quirks: Quirks = {}) {
  const context = scripted(mibScript(entries, quirks));
  const result = await walkTable(context, 'ifTable', columns);
  const rows = [...result.rows].sort((a, b) => (a.index[0] ?? 0) - (b.index[0] ?? 0));
  return { ...result, rows, context };
}

const after: Entry[] = [[oid('1.3.6.1.2.1.4.1.0'), ber.integer(1)]];
const before: Entry[] = [[oid('1.3.6.1.2.1.1.1.0'), ber.octets('x')]];

describe('a table is read whole', () => {
  test.each([0, 1, 2, 4, 5, 7, 24, 25, 26, 100, 501])('of %d rows', async count => {
    const { rows, report } = await walked([...before, ...table(count), ...after]);
    expect(numbersOf(rows)).toEqual(expected(count));
    expect(report).toEqual({
      table: 'ifTable',
      rows: count,
      bad: 0,
      disordered: 0,
      outcome: count === 0 ? 'empty' : 'complete',
      detail: null,
    });
  });

  test('that is the last of the MIB', async () => {
    const { rows, report } = await walked(table(30));
    expect(rows).toHaveLength(30);
    expect(report.outcome).toBe('complete');
  });

  test.each<[string, (row: number, last: number) => boolean]>([
    ['a column that ends early', (row, last) => last !== 5 || row <= 46],
    ['a column that begins late', (row, last) => last !== 3 || row > 40],
    ['a column that is missing', (_, last) => last !== 7],
    ['holes everywhere', (row, last) => (row * 7 + last) % 3 !== 0],
    ['every other row', row => row % 2 === 0],
    ['one column alone', (_, last) => last === 8],
  ])('with %s', async (_, has) => {
    const { rows, report } = await walked([...before, ...table(67, has), ...after]);
    expect(numbersOf(rows)).toEqual(expected(67, has));
    expect(report.outcome).toBe('complete');
  });

  test.each([120, 150, 200, 250, 300, 484])(
    'when answers are cut at %d octets, in the middle of a row',
    async maxSize => {
      const { rows } = await walked(table(20), { maxSize });
      expect(numbersOf(rows)).toEqual(expected(20));
    },
  );

  test('with indexes of several arcs', async () => {
    const stack = oid('1.3.6.1.2.1.31.1.2.1.3');
    const pairs = [
      [0, 7],
      [7, 0],
      [7, 70000],
      [70000, 3],
    ];
    const context = scripted(mibScript(pairs.map((pair): Entry => [[...stack, ...pair], ber.integer(1)])));
    const { rows } = await walkTable(context, 'ifStackTable', [stack]);
    expect(rows.map(row => row.index)).toEqual(pairs);
  });

  test('with more columns than go side by side', async () => {
    const many = Array.from({ length: 19 }, (_, i) => column(i + 1));
    const entries = many.flatMap((name, i): Entry[] => [
      [[...name, 1], ber.integer(i)],
      [[...name, 2], ber.integer(i + 100)],
    ]);
    const { rows } = await walkTable(scripted(mibScript(entries)), 'wide', many);
    expect(numbersOf(rows)).toEqual([many.map((_, i) => i), many.map((_, i) => i + 100)]);
  });

  test('a value that is no value of its type is a cell of its own kind, and the walk goes on', async () => {
    const entries = table(3).map(([name, value], i): Entry => [name, i === 4 ? ber.tlv(2, Buffer.alloc(0)) : value]);
    const { rows, report } = await walked(entries);
    expect(rows.flatMap(row => row.cells).filter(cell => cell?.kind === 'malformed')).toHaveLength(1);
    expect(report).toMatchObject({ rows: 3, outcome: 'complete' });
  });

  test('an agent that sends more than it was asked for gains nothing', async () => {
    const generous = mibScript(table(40));
    const context = scripted(asked => generous({ ...asked, maxRepetitions: asked.maxRepetitions * 3 }));
    const { rows } = await walkTable(context, 'ifTable', columns);
    expect(numbersOf(rows)).toEqual(expected(40));
  });
});

describe('the pace is the router’s', () => {
  test('the first question is for 25 varbinds, the next for more, and no answer passes one frame', async () => {
    const { context } = await walked(table(500), { maxSize: 60_000 });
    const [first, second] = context.transport.asked;
    const varbinds = (question: typeof first) =>
      question?.pdu === 'getbulk' ? question.oids.length * question.maxRepetitions : 0;
    expect(varbinds(first)).toBe(25);
    expect(varbinds(second)).toBeGreaterThan(25);
    expect(Math.max(...context.transport.sizes)).toBeLessThanOrEqual(largestAnswer);
  });

  test('long texts make shorter questions, remembered for the next walk', async () => {
    const alias = oid('1.3.6.1.2.1.31.1.1.1.18');
    const entries = Array.from(
      { length: 300 },
      (_, i): Entry => [[...alias, i + 1], ber.octets('x'.repeat(i < 30 ? 5 : 60 + (i % 5)))],
    );
    const pace = createPace();
    await walkTable(scripted(mibScript(entries, { maxSize: 60_000 }), pace), 'ifXTable', [alias]);
    const again = scripted(mibScript(entries, { maxSize: 60_000 }), pace);
    await walkTable(again, 'ifXTable', [alias]);
    expect(Math.max(...again.transport.sizes)).toBeLessThanOrEqual(largestAnswer);
    expect(again.transport.asked.length).toBeLessThan(25);
  });

  test.each([1, 2, 3, 7, 10, 12, 24])(
    'a router that finds more than %d varbinds too big is asked for less',
    async tooBigAbove => {
      const { rows, report, context } = await walked(table(50), { tooBigAbove });
      expect(numbersOf(rows)).toEqual(expected(50));
      expect(report.outcome).toBe('complete');
      expect(context.transport.asked.length).toBeLessThan(50 * 5 + 60);
    },
  );

  test.each([1, 5, 10, 12])('a router that is silent on more than %d varbinds is asked for less', async silentAbove => {
    const { rows, report } = await walked(table(50), { silentAbove });
    expect(numbersOf(rows)).toEqual(expected(50));
    expect(report.outcome).toBe('complete');
  });

  test('what was learned holds for the next walk', async () => {
    const pace = createPace();
    const script = mibScript(table(100), { silentAbove: 10 });
    await walkTable(scripted(script, pace), 'ifTable', columns);
    const again = scripted(script, pace);
    await walkTable(again, 'ifTable', columns);
    expect(again.transport.waited()).toBe(0);
  });

  test('a router that does not answer GETBULK is walked with GETNEXT', async () => {
    const { rows, report, context } = await walked(table(12), { noBulk: true });
    expect(numbersOf(rows)).toEqual(expected(12));
    expect(report.outcome).toBe('complete');
    expect(context.transport.asked.at(-1)?.pdu).toBe('getnext');
  });

  test('noSuchName at the end of a GETNEXT walk is its end', async () => {
    const good = mibScript(table(3));
    const last = [...column(2), 3];
    const context = scripted(asked => {
      if (asked.pdu === 'getbulk') return null;
      const atEnd = asked.oids[0]?.join('.') === last.join('.');
      return atEnd ? ber.message({ id: asked.id, status: 2, index: 1 }) : good(asked);
    });
    const { rows, report } = await walkTable(context, 'ifTable', [column(2)]);
    expect(rows).toHaveLength(3);
    expect(report.outcome).toBe('complete');
  });
});

describe('what goes wrong costs only what it must', () => {
  /** A table without an end of its own: what follows a row is what `next` says. */
  const endless = (next: (row: number, column: number) => number) =>
    scripted(asked => {
      const at = asked.oids.map(name => name[columns[0]?.length ?? 0] ?? 0);
      const varbinds: Buffer[] = [];
      for (let repetition = 0; repetition < Math.max(1, asked.maxRepetitions); repetition++) {
        for (const [i, name] of asked.oids.entries()) {
          const number = name[9] ?? 0;
          const row = next(at[i] ?? 0, number);
          at[i] = row;
          // Past row 40 the column is over: what comes is of the next one.
          varbinds.push(
            ber.varbind([...column(row > 40 ? number + 1 : number), row], ber.integer(row * 1000 + number)),
          );
        }
      }
      return ber.message({ id: asked.id, varbinds });
    });

  test('a column that stands still is given up, the others are read', async () => {
    const context = endless((row, number) => (number === 5 ? Math.min(row + 1, 20) : row + 1));
    const { rows, report } = await walkTable(context, 'ifTable', columns);
    expect(numbersOf(rows)).toEqual(expected(40, (row, last) => last !== 5 || row <= 20));
    expect(report).toMatchObject({
      outcome: 'stopped',
      detail: `1 of 5 columns: the router goes in circles: ${entry}.5.20 comes after ${entry}.5.20`,
    });
  });

  test('a table that begins again at its end is read once', async () => {
    const context = endless(row => (row % 30) + 1);
    const { rows, report } = await walkTable(context, 'ifTable', [column(2)]);
    expect(rows).toHaveLength(30);
    expect(report.outcome).toBe('stopped');
    expect(report.detail).toBe(`the router goes in circles: ${entry}.2.1 comes after ${entry}.2.30`);
  });

  test('rows that come twice or out of order are read all the same, and counted', async () => {
    const order = [1, 2, 2, 3, 5, 4, 6, 7];
    const context = scripted(asked => {
      const [at = 0] = (asked.oids[0] ?? []).slice(column(2).length);
      const rest = order.slice(at === 0 ? 0 : order.lastIndexOf(at) + 1);
      const varbinds = rest.map(row => ber.varbind([...column(2), row], ber.integer(row)));
      return ber.message({ id: asked.id, varbinds: [...varbinds, ber.varbind(column(9), ber.integer(0))] });
    });
    const { rows, report } = await walkTable(context, 'ifTable', [column(2)]);
    expect(rows.map(row => row.index[0])).toEqual([1, 2, 3, 5, 4, 6, 7]);
    expect(report).toMatchObject({ rows: 7, disordered: 2, outcome: 'complete', detail: null });
  });

  /** A table of so many rows, of one column. */
  const longTable = (length: number) =>
    scripted(asked => {
      const name = column(2);
      const start = asked.oids[0]?.[name.length] ?? 0;
      const rows = Array.from({ length: asked.maxRepetitions }, (_, i) => start + 1 + i).filter(row => row <= length);
      const end = rows.length === 0 ? [ber.varbind(column(9), ber.integer(0))] : [];
      return ber.message({
        id: asked.id,
        varbinds: [...rows.map(row => ber.varbind([...name, row], ber.integer(row))), ...end],
      });
    });

  test('a table of 100,000 rows is read whole, in many answers, so that others have their turn', async () => {
    const context = longTable(100_000);
    const { rows, report } = await walkTable(context, 'ifTable', [column(2)]);
    expect(rows).toHaveLength(100_000);
    expect(report).toMatchObject({ rows: 100_000, outcome: 'complete', detail: null });
    expect(context.transport.asked.length).toBeGreaterThan(500);
  });

  test('a table without an end is stopped with one clear line', async () => {
    const { rows, report } = await walkTable(longTable(Number.POSITIVE_INFINITY), 'ifTable', [column(2)], 5000);
    expect(rows).toHaveLength(5000);
    expect(report).toEqual({
      table: 'ifTable',
      rows: 5000,
      bad: 0,
      disordered: 0,
      outcome: 'stopped',
      detail: 'more than 5000 rows; the rest is not read',
    });
  });

  test('a silent table ends within seconds, and the pace of the router is not touched', async () => {
    const pace = createPace();
    const budget = pace.bulk('other');
    const context = scripted(mibScript(table(50), { silent: [oid(entry)] }), pace);
    const { rows, report } = await walkTable(context, 'ifTable', columns);
    expect(rows).toEqual([]);
    expect(report).toMatchObject({ outcome: 'stopped', detail: 'the router stopped answering here' });
    expect(context.transport.waited()).toBeLessThanOrEqual(7000);
    expect(pace.bulk('other')).toBe(budget);
  });

  test('one silent column costs neither the others nor the pace', async () => {
    const pace = createPace();
    const context = scripted(mibScript(table(50), { silent: [column(5)] }), pace);
    const { rows, report } = await walkTable(context, 'ifTable', columns);
    expect(numbersOf(rows)).toEqual(expected(50, (_, last) => last !== 5));
    expect(report.detail).toBe('1 of 5 columns: the router stopped answering here');
    expect(pace.bulk('other')).toBeGreaterThanOrEqual(25);
  });

  test('a column that the router may not tell is given up by its error, the others are read', async () => {
    const good = mibScript(table(20));
    const context = scripted(asked => {
      const at = asked.oids.findIndex(name => name[9] === 7);
      return at < 0 ? good(asked) : ber.message({ id: asked.id, status: 16, index: at + 1 });
    });
    const { rows, report } = await walkTable(context, 'ifTable', columns);
    expect(numbersOf(rows)).toEqual(expected(20, (_, last) => last !== 7));
    expect(report.detail).toBe('1 of 5 columns: the router answers authorizationError');
  });

  test('a router that falls silent half-way keeps what it said', async () => {
    const good = mibScript(table(200));
    const context = scripted(asked => (asked.oids.some(name => (name.at(-1) ?? 0) > 100) ? null : good(asked)));
    const { rows, report } = await walkTable(context, 'ifTable', columns);
    expect(rows.length).toBeGreaterThan(100);
    expect(rows.length).toBeLessThan(200);
    expect(report).toMatchObject({ outcome: 'stopped', rows: rows.length });
  });
});
