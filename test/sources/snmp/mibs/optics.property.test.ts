import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OpticFacts } from '../../../../src/network/optic-facts.ts';
import { ciscoSensorMib } from '../../../../src/sources/snmp/mibs/cisco-entity-sensor-mib.ts';
import { entitySensorMib } from '../../../../src/sources/snmp/mibs/entity-sensor-mib.ts';
import { hwOpticalMib } from '../../../../src/sources/snmp/mibs/huawei-entity-extent-mib.ts';
import { jnxDomMib } from '../../../../src/sources/snmp/mibs/juniper-dom-mib.ts';
import type { OpticTable } from '../../../../src/sources/snmp/mibs/optic-table.ts';
import { tmnxDdmMib } from '../../../../src/sources/snmp/mibs/timetra-port-mib.ts';
import { port } from '../../../network/router-facts.ts';
import type { Entry } from '../agent.ts';
import { anyCell, anyEncoded } from './any-cell.ts';
import { arcs } from './entries.ts';
import { discover } from './optic-entries.ts';

describe('whatever a router says', () => {
  const tables = [jnxDomMib, tmnxDdmMib, entitySensorMib, ciscoSensorMib, hwOpticalMib];
  const finite = (optic: Pick<OpticFacts, 'rx' | 'tx' | 'bias' | 'temperature'>): boolean =>
    [optic.rx, optic.tx, optic.bias, optic.temperature].every(value => value === null || Number.isFinite(value));
  const inRange = (power: number | null): boolean => power === null || (power >= -40 && power <= 30);
  const anyRow = fc.array(fc.oneof(fc.nat({ max: 20 }), fc.nat()), { maxLength: 18 });

  test('reading a row gives finite numbers or nothing, and power within what there is', () => {
    fc.assert(
      fc.property(fc.constantFrom(...tables), fc.array(anyCell, { maxLength: 9 }), anyRow, (table, cells, row) => {
        const optic = table.reading('p', cells, row);
        expect(finite(optic)).toBe(true);
        expect([optic.rx, optic.tx].every(inRange)).toBe(true);
        if (optic.module === 'absent') expect([optic.rx, optic.tx]).toEqual([null, null]);
        expect(table.instances(row).length).toBeLessThanOrEqual(8);
      }),
      { numRuns: 400 },
    );
  });

  const roots: Readonly<Record<string, readonly [OpticTable, readonly string[]]>> = {
    junos: [jnxDomMib, ['1.3.6.1.4.1.2636.3.60.1.1.1.1', '1.3.6.1.4.1.2636.3.60.1.2.1.1']],
    sros: [tmnxDdmMib, ['1.3.6.1.4.1.6527.3.1.2.2.4.31.1', '1.3.6.1.4.1.6527.3.1.2.2.4.66.1']],
    entity: [
      entitySensorMib,
      ['1.3.6.1.2.1.99.1.1.1', '1.3.6.1.2.1.47.1.1.1.1', '1.3.6.1.2.1.47.1.3.2.1', '1.3.6.1.4.1.30065.3.12.1.1.1'],
    ],
    cisco: [ciscoSensorMib, ['1.3.6.1.4.1.9.9.91.1.1.1.1', '1.3.6.1.4.1.9.9.91.1.2.1.1', '1.3.6.1.2.1.47.1.1.1.1']],
    huawei: [hwOpticalMib, ['1.3.6.1.4.1.2011.5.25.31.1.1.3.1', '1.3.6.1.2.1.47.1.1.1.1']],
  };

  test.each(Object.entries(roots))(
    'walking the tables of %s gives optics of known ports and bad rows',
    async (_, [table, under]) => {
      const interfaces = [1, 2, 3].map(index => port(index, `Ethernet${index}`));
      const index = fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 3 });
      const entries = fc.array(
        fc.tuple(fc.constantFrom(...under), fc.integer({ min: 1, max: 25 }), index, anyEncoded),
        { maxLength: 60 },
      );
      await fc.assert(
        fc.asyncProperty(entries, async found => {
          const cells = new Map(found.map(([root, column, at, value]) => [`${root}.${column}.${at.join('.')}`, value]));
          const { rows, reports } = await discover(
            table,
            interfaces,
            [...cells].map(([at, value]): Entry => [arcs(at), value]),
          );
          for (const row of rows) {
            expect(finite(row)).toBe(true);
            expect(Object.values(row.thresholds).every(inRange)).toBe(true);
            expect([1, 2, 3]).toContain(row.ifIndex);
            expect(table.instances(row.row).length).toBeGreaterThan(0);
          }
          expect(new Set(rows.map(row => row.key)).size).toBe(rows.length);
          for (const report of reports) expect(report.bad).toBeLessThanOrEqual(report.rows);
        }),
        { numRuns: 60 },
      );
    },
  );
});
