/** A stream whose `write` can be replaced for a while: process.stdout and process.stderr. */
export interface DivertibleStream {
  write(chunk: string | Uint8Array, ...rest: unknown[]): boolean;
}

/**
 * While the screen is up, sends what anything else writes to these streams (a warning of the runtime, a library's
 * console.log) to `onText` instead, because it would land in the middle of the picture. Returns what ends that.
 */
export const divertOutput = (streams: readonly DivertibleStream[], onText: (text: string) => void): (() => void) => {
  const originals = streams.map(stream => ({ stream, write: stream.write }));
  for (const { stream } of originals) {
    stream.write = (chunk, ...rest) => {
      onText(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
      const done = rest.at(-1);
      if (typeof done === 'function') queueMicrotask(() => done());
      return true;
    };
  }
  return () => {
    for (const { stream, write } of originals) stream.write = write;
  };
};
