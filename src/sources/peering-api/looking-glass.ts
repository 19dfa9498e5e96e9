import { cleanText } from '../../network/text.ts';
import { fieldsOf } from './json-door.ts';

/** A path of 64 hops with a few probes each is shorter; a BGP table is not, and is cut. */
const longestOutput = 64 * 1024;
const longestLine = 500;

/** What the looking glass printed: its lines, without any other control character; null where it is no output. */
export function outputOf(body: unknown): string | null {
  const output = fieldsOf(body)?.raw('output');
  if (typeof output !== 'string') return null;
  return output
    .slice(0, longestOutput)
    .split(/\r\n|[\n\r]/)
    .map(line => indentOf(line) + cleanText(line, longestLine))
    .join('\n')
    .replace(/\n+$/, '');
}

/** Columns of a traceroute begin with blanks, which cleaning would take away. */
const indentOf = (line: string): string => (/^ {1,40}/.exec(line)?.[0] ?? '').slice(0, 40);
