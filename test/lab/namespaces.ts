import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { run } from './run-command.ts';
import type { Undoing } from './undoing.ts';

/** A process that runs until it is ended. */
export interface Daemon {
  readonly pid: number;
  readonly log: string;
  running(): boolean;
  /** Ends this process, by its id, and waits until it is gone. */
  end(signal: 'SIGTERM' | 'SIGKILL' | 'SIGINT'): Promise<void>;
}

/** A network namespace: a host of its own as far as the network is concerned. */
export interface Namespace {
  /** As `ip netns` lists it. */
  readonly name: string;
  /** Its role in the lab: `ams-er1`. */
  readonly role: string;
  /** Runs a program in it to its end. Rejects when that does not end with 0. */
  run(file: string, ...args: readonly string[]): Promise<string>;
  /** Starts a program in it; what it writes goes to the file `log`. */
  start(log: string, env: Readonly<Record<string, string>>, file: string, ...args: readonly string[]): Daemon;
}

/** `ip netns exec` becomes the program it starts: the process id is the program's own. */
function daemonOf(child: ChildProcess, log: string): Daemon {
  const { pid } = child;
  if (pid === undefined) throw new Error(`${child.spawnfile} could not be started`);
  const ended = once(child, 'exit');
  const running = (): boolean => child.exitCode === null && child.signalCode === null;
  return {
    pid,
    log,
    running,
    end: async signal => {
      if (running()) process.kill(pid, signal);
      await ended;
    },
  };
}

/** Makes a namespace whose name carries this process's id, with its loopback up. */
export async function makeNamespace(role: string, undoing: Undoing): Promise<Namespace> {
  const name = `peerdeck-${process.pid}-${role}`;
  undoing.made('netns', name);
  await run('ip', 'netns', 'add', name);
  await run('ip', '-n', name, 'link', 'set', 'lo', 'up');
  const sysctl = (...settings: readonly string[]): Promise<string> =>
    run('ip', 'netns', 'exec', name, 'sysctl', '-q', '-w', ...settings);
  // A router's addresses outlive a link that is down; Linux drops those of IPv6 unless told otherwise.
  await sysctl('net.ipv6.conf.all.keep_addr_on_down=1', 'net.ipv6.conf.default.keep_addr_on_down=1');
  return {
    name,
    role,
    run: (file, ...args) => run('ip', 'netns', 'exec', name, file, ...args),
    start: (log, env, file, ...args) => {
      const descriptor = openSync(log, 'a');
      try {
        const child = spawn('ip', ['netns', 'exec', name, file, ...args], {
          env: { ...process.env, ...env },
          stdio: ['ignore', descriptor, descriptor],
        });
        return daemonOf(child, log);
      } finally {
        closeSync(descriptor);
      }
    },
  };
}

/** One end of a link. A namespace of null is the one that the tests run in. */
export interface LinkEnd {
  readonly namespace: Namespace | null;
  /** At most 15 characters. */
  readonly device: string;
  /** With prefix length. */
  readonly addresses: readonly string[];
}

const within = (end: LinkEnd): readonly string[] => (end.namespace === null ? [] : ['-n', end.namespace.name]);
const place = (end: LinkEnd): readonly string[] => (end.namespace === null ? [] : ['netns', end.namespace.name]);

/** Adds addresses and takes the end into service. */
async function raise(end: LinkEnd): Promise<void> {
  for (const address of end.addresses) {
    // An IPv6 address is otherwise tentative for a second or two, and a daemon cannot bind to it (RFC 4862 §5.4).
    await run(
      'ip',
      ...within(end),
      'addr',
      'add',
      address,
      'dev',
      end.device,
      ...(address.includes(':') ? ['nodad'] : []),
    );
  }
  await run('ip', ...within(end), 'link', 'set', end.device, 'up');
}

/** Joins two ends by a veth pair. */
export async function makeLink(one: LinkEnd, other: LinkEnd, undoing: Pick<Undoing, 'made'>): Promise<void> {
  for (const end of [one, other]) if (end.namespace === null) undoing.made('link', end.device);
  await run(
    'ip',
    'link',
    'add',
    one.device,
    ...place(one),
    'type',
    'veth',
    'peer',
    'name',
    other.device,
    ...place(other),
  );
  await raise(one);
  await raise(other);
}

/** Cuts or mends one end. */
export const setLink = (end: LinkEnd, state: 'up' | 'down'): Promise<string> =>
  run('ip', ...within(end), 'link', 'set', end.device, state);

/** Takes a link away as if it were pulled out with its ports. */
export const removeLink = (end: LinkEnd): Promise<string> => run('ip', ...within(end), 'link', 'del', end.device);
