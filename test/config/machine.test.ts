import { chmod, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type CommandResult, machine } from '../../src/config/config-io.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'peerdeck-machine-'));
});
afterAll(async () => {
  await rm(directory, { recursive: true });
});

const io = () => machine({ PATH: process.env.PATH, GREETING: 'hello' }, directory);

describe('reading a file of the machine', () => {
  it('gives its bytes and permission bits', async () => {
    const path = join(directory, 'plain');
    await writeFile(path, 'abc');
    await chmod(path, 0o640);
    expect(await io().read(path, 10)).toEqual({ kind: 'read', bytes: new TextEncoder().encode('abc'), mode: 0o640 });
  });

  it('says when there is none', async () => {
    expect(await io().read(join(directory, 'nope'), 10)).toEqual({ kind: 'absent' });
    const file = join(directory, 'file');
    await writeFile(file, '');
    expect(await io().read(join(file, 'below'), 10)).toEqual({ kind: 'absent' });
  });

  it('tells a directory, a loop of links and a file too large apart', async () => {
    expect(await io().read(directory, 10)).toEqual({ kind: 'failed', reason: 'is a directory, not a file' });
    const loop = join(directory, 'loop');
    await symlink(loop, loop);
    expect(await io().read(loop, 10)).toEqual({ kind: 'failed', reason: 'is a loop of symbolic links' });
    expect(await io().read('/dev/zero', 2048)).toEqual({ kind: 'failed', reason: 'is larger than 2 KiB' });
  });
});

describe('running a command on the machine', () => {
  const told = (result: CommandResult): string =>
    result.kind === 'done' ? new TextDecoder().decode(result.output) : result.reason;

  it('gives what it prints, in the directory and environment asked for', async () => {
    expect(told(await io().run('printf "%s %s" "$GREETING" "$PWD"; echo no >&2', directory, 10_000))).toBe(
      `hello ${directory}`,
    );
  });

  it('says its status and not its output when it fails', async () => {
    expect(told(await io().run('echo hunter2; exit 3', directory, 10_000))).toBe('ended with status 3');
    expect(told(await io().run('kill -9 $$', directory, 10_000))).toBe('was ended by SIGKILL');
  });

  it('gives it no input to wait for', async () => {
    expect(told(await io().run('cat; echo end', directory, 10_000))).toBe('end\n');
  });

  it('gives up on time, with its whole pipeline', async () => {
    const mark = join(directory, 'pid');
    const command = `sh -c 'echo $$ > ${mark}; exec sleep 100' | cat`;
    expect(told(await io().run(command, directory, 1000))).toBe('gave no answer within 1 s');
    const pid = (await readFile(mark, 'utf8')).trim();
    // A process that has ended has no command line, whether or not its entry is still there.
    await vi.waitUntil(async () => (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')) === '');
  });

  it('stops one that never stops printing', async () => {
    expect(told(await io().run('yes', directory, 10_000))).toBe('printed more than 64 KiB');
  });

  it('says when it cannot be started', async () => {
    expect(told(await io().run('true', join(directory, 'nope'), 10_000))).toBe('could not be started (ENOENT)');
  });
});
