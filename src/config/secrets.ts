/** Secrets looked up where the configuration says they are kept. */
import { resolve } from 'node:path';
import type { ConfigIo } from './config-io.ts';
import type { DocumentData } from './document.ts';
import type { Problem } from './problem.ts';
import { Secret } from './secret.ts';
import type { SecretField, SecretUse } from './secret-fields.ts';
import { parseSecret } from './secret-text.ts';
import { printable } from './text.ts';

/** A secret, or why there is none; `skipped` when it would take a command that is not to be run. */
type Resolution =
  | { readonly kind: 'secret'; readonly secret: Secret }
  /** `absent`: it cannot be had here; otherwise it is here, and no good. */
  | { readonly kind: 'problem'; readonly problem: Problem; readonly absent: boolean }
  | { readonly kind: 'skipped' };

/** What a reference leads to, before anybody asks whether it is good for its use. */
type Answer =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'complaint'; readonly message: string }
  | { readonly kind: 'skipped' };

const text = (found: string): Answer => ({ kind: 'text', text: found });
const complaint = (message: string): Answer => ({ kind: 'complaint', message });

const COMMAND_MILLIS = 10_000;
const MOST_BYTES = 64 * 1024;

/** Looks up secrets; a reference that stands in many places is looked up once. */
export class SecretSource {
  readonly #io: ConfigIo;
  readonly #directory: string;
  readonly #runCommands: boolean;
  readonly #known = new Map<string, Promise<Answer>>();

  /** `directory` is where the configuration file is: relative paths and commands start there. */
  constructor(io: ConfigIo, directory: string, runCommands: boolean) {
    this.#io = io;
    this.#directory = directory;
    this.#runCommands = runCommands;
  }

  /** The secret of one field; problems stand at the field and never hold the value. */
  async resolve(field: SecretField, document: DocumentData): Promise<Resolution> {
    const known = `${field.use === 'pem' ? 'pem' : 'line'} ${field.written}`;
    let answer = this.#known.get(known);
    if (answer === undefined) {
      answer = this.#lookUp(field.written, field.use === 'pem' ? wholeText : oneLine);
      this.#known.set(known, answer);
    }
    const found = await answer;
    if (found.kind === 'skipped') return found;
    const message = found.kind === 'complaint' ? found.message : complaintOf(found.text, field.use);
    if (found.kind === 'text' && message === null) return { kind: 'secret', secret: new Secret(found.text) };
    const absent = found.kind === 'complaint';
    return { kind: 'problem', problem: document.atValue(field.path, message ?? 'is not known'), absent };
  }

  async #lookUp(written: string, textOf: typeof oneLine): Promise<Answer> {
    const read = parseSecret(written);
    switch (read.kind) {
      case 'literal':
        return text(read.text);
      case 'wrong':
        return complaint(read.message);
      case 'env': {
        // hasOwn: an environment object has a prototype, and names such as `constructor` are valid.
        const value = Object.hasOwn(this.#io.env, read.name) ? this.#io.env[read.name] : undefined;
        if (value === undefined) return complaint(`the environment variable ${read.name} is not set`);
        return value === '' ? complaint(`the environment variable ${read.name} is empty`) : text(value);
      }
      case 'file': {
        const shown = printable(read.path);
        const file = await this.#io.read(resolve(this.#directory, read.path), MOST_BYTES);
        if (file.kind === 'absent') return complaint(`the file ${shown} does not exist`);
        if (file.kind === 'failed') return complaint(`the file ${shown} ${file.reason}`);
        return textOf(file.bytes, `the file ${shown}`);
      }
      case 'cmd': {
        if (!this.#runCommands) return { kind: 'skipped' };
        const result = await this.#io.run(read.command, this.#directory, COMMAND_MILLIS);
        if (result.kind === 'failed') return complaint(`the command ${result.reason}`);
        return textOf(result.output, 'the command');
      }
    }
  }
}

/** Text without the one newline that editors and `echo` add. */
function oneLine(bytes: Uint8Array, who: string): Answer {
  const line = new TextDecoder().decode(bytes).replace(/\r?\n$/, '');
  if (line === '') return complaint(`${who} gave nothing`);
  return /[\r\n]/.test(line) ? complaint(`${who} gave more than one line`) : text(line);
}

/** Text of several lines, as a PEM is. */
function wholeText(bytes: Uint8Array, who: string): Answer {
  const whole = new TextDecoder().decode(bytes);
  return whole.trim() === '' ? complaint(`${who} gave nothing`) : text(whole);
}

/** What is wrong with a secret for its use, without telling it. */
function complaintOf(text: string, use: SecretUse): string | null {
  if (use !== 'pem' && /[\r\n]/.test(text)) return 'a secret must be one line';
  switch (use) {
    case 'community': {
      // One length octet in BER up to 127, with room for what stands around it.
      const bytes = Buffer.byteLength(text);
      return bytes > 120 ? `the community is ${bytes} bytes long, at most 120 can be sent` : null;
    }
    case 'usm':
      // RFC 3414 §11.2.
      return [...text].length < 8 ? 'the password must have at least 8 characters' : null;
    case 'pem':
      if (!/-----BEGIN CERTIFICATE-----/.test(text))
        return 'must hold a certificate in PEM (-----BEGIN CERTIFICATE-----)';
      return /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/.test(text)
        ? null
        : 'must hold the private key beside the certificate, in PEM and without a passphrase';
    case 'other':
      return null;
  }
}
