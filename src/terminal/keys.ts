import { withoutControls } from './control-characters.ts';
import type { Key } from './key-names.ts';
import { readKeyToken } from './key-token.ts';
import type { Cancel, Schedule } from './schedule.ts';

export type { Key } from './key-names.ts';

/** Where keys go, and the clock that ends an escape sequence which never completes. */
export interface KeyReaderOptions {
  /** One key at a time, in the order typed. */
  readonly onKey: (key: Key) => void;
  /** A whole bracketed paste, control characters removed, at most 65,536 characters. */
  readonly onPaste: (text: string) => void;
  readonly schedule: Schedule;
}

/** Cuts what the terminal sends into keys. */
export interface KeyReader {
  /** Takes one packet of decoded text; packet borders mean nothing. */
  feed(chunk: string): void;
  /** Forgets what is held; nothing is delivered afterwards. */
  close(): void;
}

const pasteEnd = '\u001b[201~';
const pasteLimit = 65_536;
/** Long enough for the second half of a sequence that the network cut, too short for a person to notice after Esc. */
const escapeHoldMs = 50;
/** A paste whose end marker got lost must not swallow the keyboard for ever. */
const pasteHoldMs = 1_000;
const heldLimit = 4_096;

/**
 * A reader of keys. Several keys in one packet (key repeat and type-ahead over SSH) come out one by one; a sequence
 * cut between packets is joined. A lone Esc is told 50 ms later; any other sequence that stays unfinished is dropped,
 * because its rest as typed text could be a command.
 */
export const createKeyReader = ({ onKey, onPaste, schedule }: KeyReaderOptions): KeyReader => {
  let held = '';
  let pasted: string | null = null;
  let cancel: Cancel = () => {};
  let closed = false;

  const endPaste = (): void => {
    const text = pasted ?? '';
    pasted = null;
    onPaste(withoutControls(text));
  };

  const keepPasted = (text: string): void => {
    pasted = ((pasted ?? '') + text).slice(0, pasteLimit);
  };

  const letGo = (): void => {
    if (pasted !== null) {
      keepPasted(held);
      held = '';
      endPaste();
      return;
    }
    const wasEscape = held === '\u001b';
    held = '';
    if (wasEscape) onKey('escape');
  };

  /** Takes paste text up to its end marker; returns where reading goes on. */
  const readPaste = (text: string, at: number): number => {
    const end = text.indexOf(pasteEnd, at);
    if (end >= 0) {
      keepPasted(text.slice(at, end));
      endPaste();
      return end + pasteEnd.length;
    }
    // The last characters may be the first part of the end marker.
    const sure = Math.max(at, text.length - (pasteEnd.length - 1));
    keepPasted(text.slice(at, sure));
    held = text.slice(sure);
    return text.length;
  };

  /** Reads keys until a paste starts, the text ends or a sequence stays unfinished; returns where reading goes on. */
  const readKeys = (text: string, from: number): number => {
    let at = from;
    while (at < text.length && !closed) {
      const token = readKeyToken(text, at);
      switch (token.kind) {
        case 'key':
          at += token.length;
          onKey(token.key);
          break;
        case 'paste':
          pasted = '';
          return at + token.length;
        case 'dropped':
          at += token.length;
          break;
        case 'unfinished': {
          const rest = text.slice(at);
          // An endless reply keeps its head, so that it goes on being skipped, and its last character (half of ST).
          held = rest.length > heldLimit ? rest.slice(0, 3) + rest.slice(-1) : rest;
          return text.length;
        }
      }
    }
    return at;
  };

  return {
    feed(chunk) {
      if (closed || chunk === '') return;
      cancel();
      const text = held + chunk;
      held = '';
      let at = 0;
      while (at < text.length && !closed) at = pasted === null ? readKeys(text, at) : readPaste(text, at);
      if (closed) return;
      if (pasted !== null) cancel = schedule(pasteHoldMs, letGo);
      else if (held !== '') cancel = schedule(escapeHoldMs, letGo);
    },
    close() {
      closed = true;
      cancel();
      held = '';
      pasted = null;
    },
  };
};
