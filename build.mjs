/**
 * Bundles the program into one start-up file, which is three times faster than 500 modules, and a few beside it that a
 * command reads only when it needs them.
 */
import { chmod, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Tests name a file of their own, so that they do not depend on dist being fresh. */
const outfile = process.argv[2] ?? 'dist/peerdeck.mjs';
const name = basename(outfile, '.mjs');
const parts = `${name}-parts`;

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

/** The pattern of all emoji takes 12 ms to make, at every start; text that needs it is rare. */
const emojiWhenNeeded = {
  name: 'emoji when needed',
  setup({ onLoad }) {
    onLoad({ filter: /string-width\/index\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const contents = source.replace(
        String.raw`const rgiEmojiRegex = /^\p{RGI_Emoji}$/v;`,
        String.raw`let emoji; const rgiEmojiRegex = { test: text => (emoji ??= /^\p{RGI_Emoji}$/v).test(text) };`,
      );
      if (contents === source) throw new Error('string-width tells emoji otherwise now: this plugin must follow or go');
      return { contents };
    });
  },
};

await rm(join(dirname(outfile), parts), { recursive: true, force: true });
await build({
  entryPoints: [{ in: 'src/main.ts', out: name }],
  outdir: dirname(outfile),
  outExtension: { '.js': '.mjs' },
  chunkNames: `${parts}/[name]-[hash]`,
  splitting: true,
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
  plugins: [oneTextWidth, yogaWithoutFetch, emojiWhenNeeded],
  banner: {
    js: [
      `#!/usr/bin/env -S node ${flags} --disable-warning=ExperimentalWarning`,
      "import {createRequire as __createRequire} from 'node:module'; const require = __createRequire(import.meta.url);",
    ].join('\n'),
  },
});
await chmod(outfile, 0o755);
