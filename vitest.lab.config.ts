/** The suites with real daemons: `vitest run --config vitest.lab.config.ts`. docs/lab.md says what they need. */
import { defineConfig } from 'vitest/config';

// Daemons stand in sbin, which is not on everybody's PATH.
process.env.PATH = `${process.env.PATH ?? ''}:/usr/sbin:/sbin`;

export default defineConfig({
  test: {
    include: ['test/lab/**/*.test.ts'],
    globalSetup: 'test/lab/ready.ts',
    // One process for each file: its id names the namespaces, and every file builds a lab of its own.
    pool: 'forks',
    maxWorkers: 3,
    testTimeout: 120_000,
    hookTimeout: 90_000,
  },
});
