import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { vendorsPage } from '../../../docs/vendors-page.ts';
import { vendorRows } from '../../../src/sources/snmp/vendors.ts';

test('docs/vendors.md is made from the table of vendors: npm run docs:vendors', () => {
  const page = readFileSync(new URL('../../../docs/vendors.md', import.meta.url), 'utf8');
  expect(page).toBe(vendorsPage());
  for (const { title } of vendorRows) expect(page).toContain(`## ${title}`);
});
