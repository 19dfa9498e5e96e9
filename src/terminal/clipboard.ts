/** 100,000 characters of base64 is what common terminals and tmux take in one OSC 52. */
const largestText = 74_994;

/** What the environment tells about the way to the terminal. */
export interface ClipboardSurroundings {
  /** Whether the program runs inside tmux (TMUX is set). */
  readonly insideTmux: boolean;
}

/**
 * The bytes that put a text on the clipboard of the person's own machine, also over SSH (OSC 52); null when the text
 * is larger than terminals take (74,994 bytes). The base64 body cannot break out of the sequence.
 */
export const clipboardSequence = (text: string, { insideTmux }: ClipboardSurroundings): string | null => {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length > largestText) return null;
  const plain = `\u001b]52;c;${bytes.toString('base64')}\u0007`;
  if (!insideTmux) return plain;
  // tmux takes the plain form with `set-clipboard on` and hands the wrapped one through with `allow-passthrough on`;
  // each is ignored where its option is off, so both are sent.
  return `\u001bPtmux;${plain.replaceAll('\u001b', '\u001b\u001b')}\u001b\\${plain}`;
};
