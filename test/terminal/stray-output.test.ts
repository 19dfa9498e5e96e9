import { expect, test, vi } from 'vitest';
import { divertOutput } from '../../src/terminal/stray-output.ts';

test('what others write goes elsewhere while the screen is up, and to the stream again afterwards', async () => {
  const written: string[] = [];
  const strays: string[] = [];
  const stream = {
    write: (chunk: string | Uint8Array): boolean => {
      written.push(String(chunk));
      return true;
    },
  };
  const done = vi.fn();
  const giveBack = divertOutput([stream], text => strays.push(text));
  const diverted: { write(chunk: string | Uint8Array, ...rest: unknown[]): boolean } = stream;
  diverted.write('warning\n', 'utf8', done);
  diverted.write(Buffer.from('é'));
  giveBack();
  stream.write('after');
  await vi.waitUntil(() => done.mock.calls.length === 1);
  expect(strays).toEqual(['warning\n', 'é']);
  expect(written).toEqual(['after']);
});
