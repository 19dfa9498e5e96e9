import { fileURLToPath } from 'node:url';

/** Where Node.js keeps compiled modules from one start of a program to the next: half of what a short run takes. */
export const compileCache = {
  NODE_COMPILE_CACHE: fileURLToPath(new URL('../../node_modules/.cache/v8', import.meta.url)),
};
