/** Takes back what a schedule promised; harmless when it has already run. */
export type Cancel = () => void;

/** Runs a function once after a number of milliseconds; injected, so that tests need no waiting. */
export type Schedule = (ms: number, run: () => void) => Cancel;

/** The real clock's schedule. */
export const timeoutSchedule: Schedule = (ms, run) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};
