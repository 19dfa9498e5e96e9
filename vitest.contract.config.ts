import { defineConfig } from 'vitest/config';

/** The client of Microsoft's API against mock servers made from its specification, and against recorded answers. */
export default defineConfig({
  test: { include: ['test/contract/*.contract.ts'], testTimeout: 60_000, hookTimeout: 90_000 },
});
