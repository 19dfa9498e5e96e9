/** Bundles the program into one start-up file: it starts three times faster than 500 modules. */
import { chmod, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Tests name a file of their own, so that they do not depend on dist being fresh. */
const outfile = process.argv[2] ?? 'dist/peerdeck.mjs';

/**
 * Memory of the console, against its processor time (docs/performance.md). A young generation that holds a whole frame
 * and is of full size at once: fewer collections, and less of a frame outlives one. An old generation that is left
 * alone up to 48 MB, three times what is alive, and is bounded: unbounded, V8 keeps 30 MB more. Flags take effect on
 * the command line only.
 */
const flags = [
  '--min-semi-space-size=8',
  '--max-semi-space-size=8',
  '--initial-old-space-size=48',
  '--max-old-space-size=512',
].join(' ');

const textWidth = fileURLToPath(new URL('src/terminal/text-width.ts', import.meta.url));

/** Five packages bring a string-width each; one with a short way for ordinary text is faster and cannot disagree. */
const oneTextWidth = {
  name: 'one text width',
  setup({ onResolve }) {
    onResolve({ filter: /^string-width$/ }, ({ importer }) =>
      importer === textWidth ? undefined : { path: textWidth },
    );
  },
};

/** Yoga fetches its WebAssembly from a data: URL, for which Node loads its whole HTTP client: 25 ms of every start. */
const yogaWithoutFetch = {
  name: 'yoga without fetch',
  setup({ onLoad }) {
    onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const contents = source.replaceAll('typeof fetch', '"undefined"');
      if (contents === source) throw new Error('Yoga no longer asks for fetch: this plugin can go');
      return { contents };
    });
  },
};

await build({
  entryPoints: ['src/main.ts'],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  // Short names would save little more and take the names out of the stack of a crash.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
  // snmp-native calls `new Buffer()`, whose warning Node mutes only inside node_modules.
  external: ['snmp-native'],
  // Ink's developer tools are no part of the product.
  alias: { 'react-devtools-core': './no-devtools.mjs' },
  plugins: [oneTextWidth, yogaWithoutFetch],
  banner: {
    js: [
      `#!/usr/bin/env -S node ${flags} --disable-warning=ExperimentalWarning`,
      "import {createRequire as __createRequire} from 'node:module'; const require = __createRequire(import.meta.url);",
    ].join('\n'),
  },
});
await chmod(outfile, 0o755);
