/** Writes docs/keys.md. */
import { writeFileSync } from 'node:fs';
import { keysPage } from './keys-page.ts';

writeFileSync(new URL('keys.md', import.meta.url), keysPage());
