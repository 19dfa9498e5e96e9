/** Who may import whom (docs/architecture.md): facts go one way, from the sources to the screen. */
const room = name => `^src/${name}/`;

/** Forbids everything in src that a room is not said to know. */
const knows = (name, ...others) => ({
  name: `${name}-knows-only-${others.join('-') || 'itself'}`,
  severity: 'error',
  from: { path: room(name) },
  to: { path: '^src/', pathNot: [name, ...others].map(room) },
});

export default {
  forbidden: [
    knows('network'),
    knows('sources', 'network'),
    knows('config', 'network'),
    knows('state', 'network'),
    knows('terminal'),
    knows('views', 'state', 'network', 'terminal'),
    knows('simulator'),
    {
      name: 'only-its-command-starts-the-simulator',
      severity: 'error',
      from: { path: '^src/', pathNot: [room('simulator'), '^src/commands/demo\\.ts$'] },
      to: { path: room('simulator') },
    },
    {
      name: 'nobody-imports-a-command',
      severity: 'error',
      from: { path: '^src/', pathNot: [room('commands'), '^src/main\\.ts$'] },
      to: { path: room('commands') },
    },
    {
      name: 'the-heart-has-no-io',
      severity: 'error',
      from: { path: room('network') },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev'] },
    },
    { name: 'no-circles', severity: 'error', from: { path: '^src/' }, to: { circular: true } },
    {
      name: 'the-product-needs-no-development-package',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], pathNot: '@types' },
    },
    { name: 'nothing-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
