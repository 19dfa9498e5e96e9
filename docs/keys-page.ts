/** docs/keys.md from the one table of commands, so that the manual cannot say anything else than the program does. */
import { type Command, categories } from '../src/views/command.ts';
import { commands } from '../src/views/commands.ts';
import { keyText } from '../src/views/key-text.ts';

const code = (text: string): string => `\`${text}\``;

const row = (command: Command): string =>
  `| ${command.keys.map(key => code(keyText(key))).join(' ')} | ${command.title} | ${code(command.id)} |`;

const section = (category: Command['category']): string =>
  [
    `## ${category}`,
    '',
    '| keys | what they do | in the palette |',
    '| --- | --- | --- |',
    ...commands.filter(command => command.category === category).map(row),
  ].join('\n');

const introduction = `# Keys

Every screen has these. The list on the screen (\`?\`) is made from the same table as this page and also says, for each
command that is not possible now, why. Keys typed ahead are never lost, also when a slow line delivers them together.
Nothing here changes anything outside the screen.`;

const prompts = `## While typing

\`/\` and \`:\` open a line at the bottom of the screen. A paste goes into it as it stands; outside of it a paste does nothing.

| keys | in a filter (\`/\`) | in the palette (\`:\`) |
| --- | --- | --- |
| \`Enter\` | keeps the filter | runs what is selected |
| \`Esc\` \`Ctrl-c\` \`Ctrl-g\` | takes the filter back to what it was | leaves |
| \`Up\` \`Down\` \`Ctrl-p\` \`Ctrl-n\` | | select |
| \`Tab\` | | completes the name |
| \`Backspace\` \`Ctrl-w\` \`Ctrl-u\` | takes away a character, a word, everything | the same |

A filter is a regular expression, looked for in a row and in what stands behind it (the PNIs and reasons of a metro, the
peers and the circuit text of a PNI), whatever the case. \`!\` in front leaves out what matches. What is no regular
expression is looked for as text. The palette finds commands, metros, PNIs and routers by a few letters of their names.`;

/** The text of docs/keys.md. */
export const keysPage = (): string => `${[introduction, ...categories.map(section), prompts].join('\n\n')}\n`;
