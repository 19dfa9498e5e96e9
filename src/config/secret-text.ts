/** How a secret is written in the file: a reference to where it is kept, or, against advice, the secret itself. */

/** One written secret, told apart. */
export type SecretText =
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'cmd'; readonly command: string }
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'wrong'; readonly message: string };

const FORMS = `\${env:NAME}, \${file:PATH} or \${cmd:COMMAND}`;

/** Reads what stands in the file; `wrong` where it looks like a reference and is none, so that a slip is not sent as a password. */
export function parseSecret(text: string): SecretText {
  const [, kind, rest = ''] = /^\$\{(env|file|cmd):([\s\S]*)\}$/.exec(text) ?? [];
  switch (kind) {
    case undefined:
      break;
    case 'env':
      return /^[A-Za-z_][A-Za-z0-9_]*$/.test(rest)
        ? { kind: 'env', name: rest }
        : { kind: 'wrong', message: `must name one environment variable: \${env:NAME}` };
    case 'file':
      return rest === '' || rest.includes('\0')
        ? { kind: 'wrong', message: `must name a file: \${file:PATH}` }
        : { kind: 'file', path: rest };
    default:
      return rest.trim() === '' || rest.includes('\0')
        ? { kind: 'wrong', message: `must hold a command: \${cmd:COMMAND}` }
        : { kind: 'cmd', command: rest };
  }
  if (/\$\{(env|file|cmd):/.test(text)) {
    return { kind: 'wrong', message: 'a reference must be the whole value, with nothing before or after it' };
  }
  if (/^\$\{.*\}$/s.test(text))
    return { kind: 'wrong', message: `is not a reference this version knows: write ${FORMS}` };
  return { kind: 'literal', text };
}
