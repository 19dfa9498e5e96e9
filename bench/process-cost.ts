/** What another process has cost, as Linux counts it. */
import { readdirSync, readFileSync } from 'node:fs';

/** Processor time of all threads since the process began, user and system, in milliseconds. */
export function cpuMs(pid: number): number {
  // schedstat counts nanoseconds; the times in /proc/PID/stat count ticks of 10 ms.
  const threads = readdirSync(`/proc/${pid}/task`);
  return threads.reduce((sum, thread) => {
    const [onCpu = ''] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
    return sum + Number(onCpu) / 1e6;
  }, 0);
}

/** Memory in megabytes: resident now, and at most so far. Throws when the kernel does not tell. */
export function memoryMb(pid: number): { readonly resident: number; readonly peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const field = (name: string): number => {
    const kilobytes = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1];
    if (kilobytes === undefined) throw new Error(`/proc/${pid}/status has no ${name}`);
    return Number(kilobytes) / 1024;
  };
  return { resident: field('VmRSS'), peak: field('VmHWM') };
}
