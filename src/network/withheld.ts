/** A text that shows itself only to who asks for it: printing, JSON and text give `(withheld)`. */
export class Withheld {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself; call it only where a person has asked to see it. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return '(withheld)';
  }

  toJSON(): null {
    return null;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '(withheld)';
  }
}
