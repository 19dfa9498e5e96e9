/** argv → one command, loaded only when it is called. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { CommandIo } from './commands/command-io.ts';
import type { ConsoleOptions } from './commands/console.tsx';
import type { DemoOptions } from './commands/demo.ts';
import { version } from './version.ts';

const oldestNode = 24;
const usageError = 2;

const io: CommandIo = {
  out: text => void process.stdout.write(text),
  err: text => void process.stderr.write(text),
  env: process.env,
  cwd: process.cwd(),
};

function wholeNumber(least: number, most: number): (text: string) => number {
  return text => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least || value > most)
      throw new InvalidArgumentError(`It is a whole number from ${least} to ${most}.`);
    return value;
  };
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('It is a number above 0.');
  return value;
}

const configOption = (): Option =>
  new Option('-c, --config <file>', 'configuration file (default: see docs/configuration.md)');
const themeOption = (): Option =>
  new Option('--theme <name>', 'colours').choices(['default', 'colour-blind']).default('default');

interface GlobalOptions {
  readonly config?: string;
}

function build(finish: (status: number) => void): Command {
  const program = new Command('peerdeck')
    .description("Console for a carrier's private interconnects with Microsoft (AS8075)")
    .version(version, '-V, --version')
    .enablePositionalOptions()
    // One line, whatever was wrong: the suggestion stands behind it, the usage is one --help away.
    .configureOutput({
      outputError: (text, write) => write(`${text.trim().replace(/\s*\n\s*/g, ' ')}; --help shows the usage\n`),
    })
    .showSuggestionAfterError()
    .exitOverride()
    .addOption(configOption())
    .addOption(themeOption())
    .option('--record <file>', 'write every sample to FILE, which must not exist yet')
    .option('--replay <file>', 'show a recording instead of routers')
    .option('--speed <factor>', 'replay so many times faster than it was recorded', positive, 1)
    .addHelpText(
      'after',
      '\nExamples:\n  peerdeck -c peerdeck.yaml\n  peerdeck demo --scenario lag-member-flap\n  peerdeck status --json | jq .metros',
    )
    .action(async (options: ConsoleOptions) => {
      const { openConsole } = await import('./commands/console.tsx');
      finish(await openConsole(options, io));
    });

  program
    .command('demo')
    .description('the console, or COMMAND, on a simulated carrier')
    .argument('[command...]', 'run this command on the simulated carrier instead of the console')
    .passThroughOptions()
    .option('--scenario <name>', 'what happens there', 'calm')
    .option('--seed <number>', 'repeatable figures', wholeNumber(0, 2 ** 31), 1)
    .option('--port <number>', 'UDP port of the first router; 0 takes free ones', wholeNumber(0, 65_000), 0)
    .option('--serve', 'run only the fleet and print a configuration that reaches it')
    .option('--list', 'list the scenarios')
    .addOption(themeOption())
    .option('--record <file>', 'write every sample to FILE, which must not exist yet')
    .addHelpText(
      'after',
      '\nExamples:\n  peerdeck demo\n  peerdeck demo --scenario router-dark\n  peerdeck demo status --json\n  peerdeck demo --serve > demo.yaml & peerdeck discover -c demo.yaml',
    )
    .action(async (words: string[], options: DemoOptions & ConsoleOptions & { serve?: boolean; list?: boolean }) => {
      finish(await demo(words, options, program));
    });

  program
    .command('status')
    .description('polls the routers, prints the fleet once, ends')
    .addOption(configOption())
    .option('--json', 'one JSON document (peerdeck.status/1)')
    .option('--samples <number>', 'polls; two or more give rates', wholeNumber(1, 1000), 2)
    .option('--record <file>', 'write every sample to FILE, which must not exist yet')
    .option('--replay <file>', 'print what a recording comes to, without asking any router')
    .addHelpText(
      'after',
      '\nExit status: 0, 2 bad usage or configuration, 3 no router answered\nExamples:\n  peerdeck status -c peerdeck.yaml\n  peerdeck status --json --samples 3',
    )
    .action(async (options: { json?: boolean; samples: number; record?: string; replay?: string } & GlobalOptions) => {
      const { status } = await import('./commands/status.ts');
      finish(await status({ ...options, config: options.config ?? program.opts<GlobalOptions>().config }, io));
    });

  program
    .command('discover')
    .description('what each router offers, from which table, and what is missing')
    .addOption(configOption())
    .option('--json', 'one JSON document (peerdeck.discover/1)')
    .addHelpText(
      'after',
      '\nExit status: 0, 2 bad usage or configuration, 3 no router answered\nExamples:\n  peerdeck discover -c peerdeck.yaml\n  peerdeck discover --json | jq ".routers[].missing"',
    )
    .action(async (options: { json?: boolean } & GlobalOptions) => {
      const { discover } = await import('./commands/discover.ts');
      finish(await discover({ ...options, config: options.config ?? program.opts<GlobalOptions>().config }, io));
    });

  const config = program
    .command('config')
    .description('checks the configuration, or prints its JSON Schema')
    .addHelpText(
      'after',
      '\nExamples:\n  peerdeck config check -c peerdeck.yaml\n  peerdeck config schema > peerdeck.schema.json',
    );
  config
    .command('check')
    .description('says what is wrong, with line, column and path')
    .addOption(configOption())
    .option('--json', 'one JSON document (peerdeck.config-check/1)')
    .addHelpText('after', '\nExit status: 0, 2 something is wrong\nExample:\n  peerdeck config check -c peerdeck.yaml')
    .action(async (options: { json?: boolean } & GlobalOptions) => {
      const { configCheck } = await import('./commands/config.ts');
      finish(await configCheck({ ...options, config: options.config ?? program.opts<GlobalOptions>().config }, io));
    });
  config
    .command('schema')
    .description('prints the JSON Schema of peerdeck.yaml')
    .addHelpText('after', '\nExample:\n  peerdeck config schema > peerdeck.schema.json')
    .action(async () => {
      const { configSchema } = await import('./commands/config.ts');
      finish(configSchema(io));
    });
  return program;
}

async function demo(
  words: readonly string[],
  options: DemoOptions & ConsoleOptions & { serve?: boolean; list?: boolean },
  program: Command,
): Promise<number> {
  const { listScenarios, serveDemo, withDemoFleet } = await import('./commands/demo.ts');
  const [command] = words;
  if (command !== undefined) {
    if (!program.commands.some(each => each.name() === command)) {
      io.err(
        `error: unknown command '${command}'; commands are ${program.commands.map(each => each.name()).join(', ')}\n`,
      );
      return usageError;
    }
    const ownFleet =
      command === 'demo' || command === 'config' || words.some(word => /^(-c|--config|--replay|--help|-h)/.test(word));
    return ownFleet ? run(words) : withDemoFleet(options, io, file => run([command, '-c', file, ...words.slice(1)]));
  }
  if (options.list === true) return listScenarios(io);
  if (options.serve === true) return serveDemo(options, io);
  const { openConsole } = await import('./commands/console.tsx');
  return withDemoFleet(options, io, file => openConsole({ ...options, config: file }, io));
}

/** Runs one command line and gives its exit status. */
async function run(words: readonly string[]): Promise<number> {
  let status = 0;
  const program = build(given => {
    status = given;
  });
  const [first] = words;
  const names = program.commands.map(command => command.name());
  if (first !== undefined && !first.startsWith('-') && !names.includes(first)) {
    const { nearest } = await import('./config/text.ts');
    const meant = nearest(first, names);
    const hint = meant === null ? `commands are ${names.join(', ')}` : `did you mean ${meant}?`;
    io.err(`error: unknown command '${first}'; ${hint}\n`);
    return usageError;
  }
  try {
    await program.parseAsync(words, { from: 'user' });
    return status;
  } catch (error) {
    // Commander has printed its one line already; --help and --version end with 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : usageError;
    throw error;
  }
}

if (Number(process.versions.node.split('.')[0]) < oldestNode) {
  io.err(
    `peerdeck needs Node.js ${oldestNode} or newer; this is ${process.version}. In a clone, "npx peerdeck" brings its own.\n`,
  );
  process.exitCode = usageError;
} else {
  process.stdout.on('error', () => process.exit(0));
  run(process.argv.slice(2)).then(
    status => {
      process.exitCode = status;
    },
    (error: unknown) => {
      io.err(
        `peerdeck stopped on an error of its own: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
      );
      process.exitCode = 1;
    },
  );
}
