/**
 * A small full-screen program for the pty tests: what it shows is what the tests wait for. Its argument says what the
 * key ! does: `render-error`, `timer-error`, `rejection`, or the name of a file that tells when a flood of frames is over.
 */
import { writeFileSync } from 'node:fs';
import { Box, render, Text, useWindowSize } from 'ink';
import { createElement, type ReactElement, useEffect, useState } from 'react';
import { FrameStream, silentInput } from '../../src/terminal/frame-stream.ts';
import type { Key } from '../../src/terminal/keys.ts';
import { openProcessTerminal } from '../../src/terminal/process-terminal.ts';

const mode = process.argv[2] ?? '';
const strays: string[] = [];
let show = (_key: Key): void => {};

const { session, painter, close } = openProcessTerminal({
  onKey: key => {
    switch (key) {
      case 'q':
        app.unmount();
        close();
        process.stdout.write(`goodbye${strays.join('')}\n`);
        clearInterval(heartbeat);
        return;
      case 'ctrl-z':
        session.suspend();
        return;
      case 'w':
        process.stderr.write('[stray]');
        return;
      case '!':
        if (mode === 'timer-error') setTimeout(() => failWith('a timer'), 0);
        else if (mode === 'rejection') void Promise.reject(new Error('thrown by a promise'));
        else if (mode === 'render-error') show(key);
        // After Ink's own frames: one that came late would be the newest, and rightly painted over the flood.
        else void app.waitUntilRenderFlush().then(() => setImmediate(flood));
        return;
      default:
        show(key);
    }
  },
  onPaste: () => {},
  onResize: size => stream.resize(size.columns, size.rows),
  onEnd: async ending => {
    app.unmount();
    process.stderr.write(`closing: ${ending.kind}\n`);
  },
  onStrayOutput: text => strays.push(text),
});

/** More than any line buffers: every frame changes every cell. */
const flood = (): void => {
  const { columns, rows } = session.size();
  for (let count = 0; count < 500; count += 1) {
    const row = String.fromCharCode(0x41 + (count % 26)).repeat(columns);
    painter.paint([`flood ${count}`, ...new Array<string>(rows - 1).fill(row)].join('\n'));
  }
  writeFileSync(mode, 'over');
};

const failWith = (who: string): never => {
  throw new Error(`thrown by ${who}`);
};

const stream = new FrameStream({ ...session.size(), onFrame: frame => painter.paint(frame) });

/** Keeps the process alive, as polling does: a crash must not leave it running behind a dead screen. */
const heartbeat = setInterval(() => {}, 60_000);

const Screen = (): ReactElement => {
  const { columns, rows } = useWindowSize();
  const [keys, setKeys] = useState('');
  useEffect(() => {
    show = key => setKeys(before => before + key);
  }, []);
  if (mode === 'render-error' && keys.includes('!')) failWith('a render');
  return createElement(
    Box,
    { width: columns, height: rows, flexDirection: 'column', overflow: 'hidden' },
    createElement(Text, { wrap: 'truncate' }, `\u001b[1;32mready\u001b[0m pid ${process.pid} size ${columns}x${rows}`),
    createElement(Text, { wrap: 'truncate' }, `keys [${keys}]`),
    createElement(Box, { flexGrow: 1 }),
    createElement(Text, { wrap: 'truncate' }, '='.repeat(columns)),
  );
};

const app = render(createElement(Screen), {
  stdout: stream,
  stdin: silentInput(),
  debug: true,
  interactive: true,
  exitOnCtrlC: false,
  patchConsole: false,
});
app.waitUntilExit().catch(session.fail);
