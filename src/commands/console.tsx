/** `peerdeck`: the full-screen console. Wires sources, state, views and the terminal. */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { render } from 'ink';
import { createStore } from 'zustand/vanilla';
import { type Picture, pictureOf, wallTime } from '../network/picture.ts';
import type { Sample } from '../network/samples.ts';
import { type Instant, instant, millis } from '../network/units.ts';
import { processClock } from '../sources/clock.ts';
import { createBucket } from '../sources/token-bucket.ts';
import { createEventLog } from '../state/event-log.ts';
import { createFleetStore } from '../state/fleet-store.ts';
import { createScreenStore, firstScreen, type ScreenState, withoutPhones } from '../state/screen.ts';
import { terminalCapabilities } from '../terminal/capabilities.ts';
import { clipboardSequence } from '../terminal/clipboard.ts';
import { FrameStream, silentInput } from '../terminal/frame-stream.ts';
import { glyphsFor } from '../terminal/glyphs.ts';
import { openProcessTerminal } from '../terminal/process-terminal.ts';
import { plainLine, themeFor } from '../terminal/theme.ts';
import { flash } from '../views/actions.ts';
import { App, type View } from '../views/app.tsx';
import type { Effect } from '../views/command.ts';
import { compose } from '../views/compose.ts';
import { drawFrame, frameLines } from '../views/frame.ts';
import type { Model } from '../views/model.ts';
import { paste, press, spelledOut } from '../views/press.ts';
import { wantsOf } from '../views/wants.ts';
import { type CommandIo, exitStatus } from './command-io.ts';
import { type Feed, type FeedOptions, feedOf, type MicrosoftSide } from './feed.ts';
import { openLogFile } from './log-file.ts';

/** Options as given on the command line. */
export interface ConsoleOptions extends FeedOptions {
  readonly theme?: ScreenState['theme'] | undefined;
}

/** How often the picture is looked at; it is painted only when something has changed. */
const lookEvery = 250;
/** What a trap has led to is looked at without waiting for that, so often in a second and no oftener. */
const trapLooks = { perSecond: 4, burst: 4 };
/** Numbers are painted once a second, changes of state at the next look. */
const paintEvery = millis(1000);
/** At the start every look is painted: the first figures are what a person waits for. */
const eagerFor = 5000;
const hangUpStatus = 129;

/** Opens the console and gives the exit status once it is left. Where there is no screen, prints the status table instead. */
export async function openConsole(options: ConsoleOptions, io: CommandIo): Promise<number> {
  const made = await feedOf(options, io);
  if (made === null) return exitStatus.usage;
  const { stdin, stdout } = process;
  const can = terminalCapabilities({
    env: io.env,
    stdoutIsTty: stdout.isTTY === true,
    stdinIsTty: stdin.isTTY === true,
    columns: stdout.columns,
    rows: stdout.rows,
  });
  if (!can.fullScreen) {
    io.err(`no full screen here: ${can.reason}; this is "peerdeck status"\n`);
    return made.statusInstead();
  }
  return runConsole(made.feed, options.theme ?? 'default', can, io);
}

/** Answers about objects that a trap has named; the router's clock, which comes with them, changes nothing on screen. */
const isFromTrap = (sample: Sample): boolean =>
  sample.kind === 'polled' &&
  sample.cause === 'trap' &&
  sample.interfaces.length + sample.lagPorts.length + sample.sessions.length > 0;

function runConsole(
  feed: Feed,
  themeName: ScreenState['theme'],
  can: ReturnType<typeof terminalCapabilities>,
  io: CommandIo,
): Promise<number> {
  const glyphs = glyphsFor(can.unicode);
  const log = openLogFile(io.env);
  const store = createFleetStore(feed.settings);
  const events = createEventLog();
  let dirty = true;
  let paintDue = false;
  let lookDue = false;
  const looks = createBucket(trapLooks, processClock.now());
  let paintedAt = Number.NEGATIVE_INFINITY;
  let picture: Picture = pictureOf(store.getState().fleet, feed.now());
  // What is found wrong within the first moment has changed too: from not known.
  events.getState().observe(picture);
  let observedAt = picture.at;
  let heardUntil = picture.at;

  return new Promise(finish => {
    const terminal = openProcessTerminal({
      onKey: key => {
        for (const each of spelledOut(key)) {
          const outcome = press(model(), each);
          screen.setState({ screen: outcome.screen });
          if (outcome.effect !== undefined) perform(outcome.effect);
        }
        paintSoon();
      },
      onPaste: text => {
        screen.setState({ screen: paste(model(), text) });
        paintSoon();
      },
      onResize: size => {
        frames.resize(size.columns, size.rows);
        screen.setState(state => ({ screen: { ...state.screen, columns: size.columns, rows: size.rows } }));
        paint();
      },
      onEnd: ending => {
        stop();
        if (ending.kind === 'hang-up') process.exitCode = hangUpStatus;
      },
      onStrayOutput: text => log.write(text),
    });
    const size = terminal.session.size();
    const screen = createScreenStore(firstScreen(size.columns, size.rows, themeName));
    const frames = new FrameStream({ ...size, onFrame: frame => terminal.painter.paint(frame) });

    const model = (shown: ScreenState = screen.getState().screen): Model => {
      const state = events.getState();
      return compose({ picture, events: state.events }, shown, glyphs, feed.now(), feed.label());
    };
    const viewOf = (shown: Model): View => {
      const { theme, columns, rows } = screen.getState().screen;
      return { frame: drawFrame(shown), theme: themeFor(theme, can.colour), columns, rows };
    };
    const view = createStore<View>(() => viewOf(model()));

    function paint(): void {
      paintDue = false;
      paintedAt = performance.now();
      const shown = model();
      view.setState(viewOf(shown));
      microsoft?.source.want(wantsOf(shown));
    }

    /** Keys of one packet are folded one by one and painted once. */
    function paintSoon(): void {
      if (paintDue) return;
      paintDue = true;
      setImmediate(() => {
        if (paintDue) paint();
      });
    }

    function look(): void {
      const since = performance.now() - paintedAt;
      const count = events.getState().events.length;
      const last = events.getState().events.at(-1);
      if (dirty || since >= paintEvery) {
        dirty = false;
        if (feed.isReplay) {
          // As far as it has been heard, so that a late timer makes nothing look stale.
          picture = pictureOf(store.getState().fleet, heardUntil);
          if (feed.ended()) observe(heardUntil);
        } else observe(feed.now());
      }
      const changed = events.getState().events.length !== count || events.getState().events.at(-1) !== last;
      if (changed || since >= paintEvery || performance.now() < startedAt + eagerFor) paint();
    }

    /** From trap to screen a person waits for the network alone, not for the next look. */
    function lookSoon(): void {
      if (lookDue || !looks.take(processClock.now())) return;
      lookDue = true;
      setImmediate(() => {
        lookDue = false;
        if (stopped) return;
        look();
        paint();
      });
    }

    function observe(now: Instant): void {
      observedAt = now;
      picture = pictureOf(store.getState().fleet, now);
      events.getState().observe(picture);
    }

    /** In a replay the steps are the recording's own: what happened does not depend on how fast it is shown. */
    function catchUp(until: Instant): void {
      while (observedAt + lookEvery < until) observe(instant(observedAt + lookEvery));
      if (until > heardUntil) heardUntil = until;
    }

    function hear(sample: Sample): void {
      if (feed.isReplay) catchUp(sample.at);
      feed.recorder?.write(sample);
      store.getState().apply(sample);
      dirty = true;
      if (isFromTrap(sample) || sample.kind === 'microsoft') lookSoon();
    }

    function perform(effect: Effect): void {
      switch (effect.kind) {
        case 'quit':
          stop();
          terminal.close();
          finish(exitStatus.ok);
          return;
        case 'suspend':
          terminal.session.suspend();
          return;
        case 'redraw':
          terminal.painter.invalidate();
          return;
        case 'copy': {
          const sequence = clipboardSequence(effect.text, { insideTmux: io.env.TMUX !== undefined });
          if (sequence === null) say('the row is too long for the clipboard', 'warn');
          else terminal.session.write(sequence);
          return;
        }
        case 'dump':
          dump();
          return;
        case 'ask':
          microsoft?.source.ask(effect.question);
          return;
        case 'note': {
          const why = microsoft?.notes.write(effect.note) ?? null;
          if (why === null) say(`${effect.note.maintenanceId} is written down`, 'info');
          else say(why, 'warn');
          return;
        }
      }
    }

    const say = (text: string, tone: 'info' | 'warn'): void =>
      screen.setState(state => ({ screen: flash(state.screen, { now: feed.now() }, text, tone) }));

    function dump(): void {
      const stamp = new Date(wallTime(picture, feed.now())).toISOString().replace(/[-:.]/g, '');
      const file = join(tmpdir(), `peerdeck-${stamp}-${process.pid}.txt`);
      try {
        const text = frameLines(drawFrame(model(withoutPhones(screen.getState().screen)))).map(line =>
          plainLine(line).trimEnd(),
        );
        writeFileSync(file, `${text.join('\n')}\n`, { mode: 0o600, flag: 'wx' });
        say(`screen written to ${file}`, 'info');
      } catch (error) {
        say(`the screen was not written: ${error instanceof Error ? error.message : String(error)}`, 'warn');
      }
    }

    let stopped = false;
    function stop(): void {
      if (stopped) return;
      stopped = true;
      clearInterval(timer);
      microsoft?.source.stop();
      microsoft?.notes.stop();
      stopFeed();
      feed.recorder?.close();
      log.close();
      app.unmount();
    }

    const startedAt = performance.now();
    const app = render(<App store={view} />, {
      // A whole frame for every commit: what goes to the terminal, and how, is the painter's business.
      debug: true,
      stdout: frames,
      stderr: frames,
      stdin: silentInput(),
      interactive: true,
      exitOnCtrlC: false,
      patchConsole: false,
    });
    app.waitUntilExit().catch((error: unknown) => terminal.session.fail(error));
    const stopFeed = feed.start(hear, store);
    const microsoft: MicrosoftSide | null = feed.microsoft?.(hear) ?? null;
    const timer = setInterval(look, lookEvery);
  });
}
