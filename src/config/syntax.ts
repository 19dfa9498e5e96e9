/** YAML syntax errors in words that never repeat the file: what stands at the error can be half a password. */

/** These say in the library's words what is wrong and quote nothing but YAML's own signs. */
const QUOTES_NOTHING: ReadonlySet<string> = new Set([
  'ALIAS_PROPS',
  'BAD_ALIAS',
  'BAD_INDENT',
  'BAD_PROP_ORDER',
  'BLOCK_IN_FLOW',
  'KEY_OVER_1024_CHARS',
  'MISSING_CHAR',
  'MULTILINE_IMPLICIT_KEY',
  'MULTIPLE_ANCHORS',
  'MULTIPLE_TAGS',
  'TAB_AS_INDENT',
]);

function cause(code: string, message: string): string {
  if (QUOTES_NOTHING.has(code)) return message.charAt(0).toLowerCase() + message.slice(1);
  switch (code) {
    case 'BAD_DQ_ESCAPE':
      return 'a backslash in double quotes begins an escape that YAML does not know; write it twice, or use single quotes';
    case 'BAD_SCALAR_START':
      return 'a value that begins with this sign must be in quotes';
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'a value that holds ": " must be in quotes';
    case 'NON_STRING_KEY':
      return 'a key must be plain text';
    case 'TAG_RESOLVE_FAILED':
      return 'tags (!name) are not used in this file';
    case 'RESOURCE_EXHAUSTION':
      return 'nested too deeply';
    case 'BAD_DIRECTIVE':
      return 'this % directive is not used in this file';
    default:
      return 'this does not belong here';
  }
}

/** What is wrong at `offset` of `text`, with a hint where the reason is likely one that operators meet. */
export function syntaxMessage(code: string, message: string, text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  const line = text.slice(start, end === -1 ? undefined : end);
  // Inside {…} and […] an unquoted ${env:NAME} opens a map of its own.
  const unquoted = /[{,[].*:\s*\$\{/.test(line) ? `; put "\${…}" in double quotes` : '';
  return `not valid YAML: ${cause(code, message)}${unquoted}`;
}
