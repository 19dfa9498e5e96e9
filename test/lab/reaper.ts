/**
 * Undoes a lab when whoever built it is gone. The builder writes one line for each thing it makes; when the pipe ends,
 * by a close or because the builder died in whatever way, everything is undone in reverse order: processes by their
 * ids in the lab's own network namespaces, then the namespaces, links and folders. It runs in a session of its own, so
 * that a Ctrl-C at the terminal ends the tests and not the clean-up.
 */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';

const made: string[] = [];

function quietly(act: () => void): void {
  try {
    act();
  } catch {
    // What is already gone need not be undone.
  }
}

const ip = (...args: string[]): string =>
  execFileSync('ip', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

/** The namespaces have names that carry the builder's process id: what runs in them was started by it. */
function endNamespace(name: string): void {
  for (const pid of ip('netns', 'pids', name).split('\n').map(Number))
    if (pid > 1) quietly(() => process.kill(pid, 'SIGKILL'));
  quietly(() => void ip('netns', 'del', name));
}

function undo(line: string): void {
  const [kind, name = ''] = line.split(' ', 2);
  if (kind === 'netns') endNamespace(name);
  else if (kind === 'link') ip('link', 'del', name);
  else if (kind === 'folder') rmSync(name, { recursive: true, force: true });
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
createInterface({ input: process.stdin })
  .on('line', line => made.push(line))
  .on('close', () => {
    for (const line of made.reverse()) quietly(() => undo(line));
  });
