/** Writes docs/vendors.md. */
import { writeFileSync } from 'node:fs';
import { vendorsPage } from './vendors-page.ts';

writeFileSync(new URL('vendors.md', import.meta.url), vendorsPage());
