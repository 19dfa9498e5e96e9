import { defineConfig } from 'vitest/config';

/** Recordings of real routers, served by Debian's snmpsim. */
export default defineConfig({
  test: { include: ['test/recordings/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000, fileParallelism: false },
});
