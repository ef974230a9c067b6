#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { commands } from './commands/index.js';
import { EXIT, explainFailure, failureLine } from './errors.js';
import { note, printJson } from './output.js';
import { version } from './packageRoot.js';
import { ReportedFailure } from './runReport.js';

/** The subcommands that a command line is about. */
function namesFor(called: string | undefined): readonly string[] {
  if (called === '-v' || called === '--version') return [];
  return called !== undefined && Object.hasOwn(commands, called) ? [called] : Object.keys(commands);
}

/** The `irodori` command with its subcommands; with one alone when that is the one called. */
async function createProgram(called: string | undefined): Promise<Command> {
  const program = new Command('irodori')
    .description('Colours line art on your own machine.')
    .version(version, '-v, --version')
    .showHelpAfterError('(add --help for how to use it)')
    .showSuggestionAfterError()
    .addHelpText(
      'after',
      `
Examples:
  irodori colorize sketch.png --hints hints.json -o coloured.png
  irodori studio sketch.png
  irodori doctor

Exit status: 0 done, 1 the work failed, 2 wrong use.`,
    );
  for (const name of namesFor(called)) program.addCommand((await commands[name]()).copyInheritedSettings(program));
  applyExitOverride(program);
  return program;
}

function applyExitOverride(command: Command): void {
  command.exitOverride();
  for (const child of command.commands) applyExitOverride(child);
}

/** Runs the command line and returns its exit status. */
async function run(argv: readonly string[]): Promise<number> {
  try {
    await (await createProgram(argv[2])).parseAsync(argv);
    return Number(process.exitCode ?? EXIT.done);
  } catch (error) {
    // commander has printed its own message already; help and version end as errors of status 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.wrongUse;
    const { status, line } = explainFailure(error);
    if (argv.includes('--json') && !(error instanceof ReportedFailure)) printJson({ error: line });
    note(`irodori: ${line}`);
    if (process.env.IRODORI_TRACE && error instanceof Error) note(`${error.stack}\n${error.cause ?? ''}`);
    return status;
  }
}

// A reader that has seen enough (head, less) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') note(`irodori: the output could not be written: ${failureLine(error)}`);
  process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.failed);
});
process.exitCode = await run(process.argv);
// A driver's thread that does not end must not keep the command waiting.
setTimeout(() => process.exit(), 3000).unref();
