import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConfigCheckOptions, configCheck, configSchema } from '../../src/commands/config.ts';
import { ONE_ROUTER } from './pretend-machine.ts';

let cwd = '';
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'peerdeck-config-'));
});
afterAll(async () => {
  await rm(cwd, { recursive: true });
});

async function run(text: string | null, options: ConfigCheckOptions = {}, env: Record<string, string> = {}) {
  const file = join(cwd, 'peerdeck.yaml');
  await rm(file, { force: true });
  if (text !== null) {
    await writeFile(file, text);
    await chmod(file, 0o600);
  }
  let out = '';
  let err = '';
  const io = {
    out: (written: string) => {
      out += written;
    },
    err: (written: string) => {
      err += written;
    },
    env: { XDG_CONFIG_HOME: join(cwd, 'nowhere'), ...env },
    cwd,
  };
  const status = await configCheck(options, io);
  return { status, out, err };
}

describe('config check', () => {
  it('says ok on one line and ends with 0', async () => {
    expect(await run(ONE_ROUTER, {}, { SNMP_COMMUNITY: 'x' })).toEqual({
      status: 0,
      out: 'peerdeck.yaml: ok, 1 router, 1 metro\n',
      err: '',
    });
  });

  it('keeps warnings apart from the result', async () => {
    expect(await run(ONE_ROUTER)).toEqual({
      status: 0,
      out: 'peerdeck.yaml: ok, 1 router, 1 metro\n',
      err: 'warning: peerdeck.yaml:5:36: routers[0].snmp.community: the environment variable SNMP_COMMUNITY is not set\n',
    });
  });

  it('tells every problem on a line of its own and ends with 2', async () => {
    expect(await run(`${ONE_ROUTER.replace('address', 'adress')}simulation: 1\n`)).toEqual({
      status: 2,
      out: '',
      err: [
        'peerdeck.yaml:3:5: routers[0].adress: unknown key; did you mean "address"?',
        'peerdeck.yaml:6:13: simulation: must be true or false, not a number',
        '',
      ].join('\n'),
    });
  });

  it('prints exactly one JSON document when asked to', async () => {
    const good = await run(ONE_ROUTER, { json: true }, { SNMP_COMMUNITY: 'x' });
    expect(good).toMatchObject({ status: 0, err: '' });
    expect(JSON.parse(good.out)).toEqual({
      schema: 'peerdeck.config-check/1',
      file: 'peerdeck.yaml',
      ok: true,
      problems: [],
      warnings: [],
    });
    const bad = await run('routers: []\n', { json: true });
    expect(bad).toMatchObject({ status: 2, err: '' });
    expect(JSON.parse(bad.out)).toEqual({
      schema: 'peerdeck.config-check/1',
      file: 'peerdeck.yaml',
      ok: false,
      problems: [
        {
          line: 1,
          column: 10,
          path: 'routers',
          message: 'lists no router: add at least one, with name, address, metro and snmp',
        },
      ],
      warnings: [],
    });
  });

  it('says where it looked when there is no file, in words and in JSON', async () => {
    const said = await run(null, {});
    expect(said).toMatchObject({ status: 2, out: '' });
    expect(said.err).toMatch(/^no configuration found; looked for peerdeck\.yaml, .*\n$/);
    expect(JSON.parse((await run(null, { json: true })).out)).toMatchObject({
      file: null,
      ok: false,
      problems: [{ line: null }],
    });
  });

  it('says when -c names a directory', async () => {
    expect(await run(null, { config: cwd })).toEqual({
      status: 2,
      out: '',
      err: `${cwd}: is a directory, not a file\n`,
    });
  });
});

describe('config schema', () => {
  it('prints one JSON document and ends with 0', () => {
    let out = '';
    const io = {
      out: (written: string) => {
        out += written;
      },
      err: () => {},
      env: {},
      cwd,
    };
    expect(configSchema(io)).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ title: 'peerdeck configuration' });
  });
});
