import { configDefaults, defineConfig } from 'vitest/config';

/** Everything that needs no system package; test/lab and test/recordings have configurations of their own. */
export default defineConfig({
  // Without this, components are compiled for the development build, whose functions the production build lacks.
  oxc: { jsx: { runtime: 'automatic', development: false } },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: [...configDefaults.exclude, 'test/lab/**', 'test/recordings/**'],
    // As the bundle has it: React's development build measures every render.
    env: { NODE_ENV: 'production', FORCE_COLOR: '3' },
    testTimeout: 20_000,
    // Several files spend their time waiting for a pseudo-terminal, so that two at once gain also on a small machine.
    maxWorkers: 2,
    // No module keeps state of its own, so that files may share a process: a third of the time is their start.
    isolate: false,
  },
});
