import { type Command, InvalidArgumentError, Option } from 'commander';
import { ALLOCATIONS, ENGINES, REDACTS, type Allocations, type Engine, type RecordOptions, type Redact } from './arguments';
import { CannotRecord } from './errors';
import { traceFile } from './fileName';
import { launch, type Outcome, type Recording } from './launch';
import { locate } from './locate';
import { ProgressLine } from './progressLine';
import { parseSize } from './size';
import { summary } from './summary';
import type { Status } from './status';

/** Exit status when the recorder itself failed. */
const RECORDER_FAILED = 70;

const HELP = `
Examples:
  $ ffiscope record -- node app.js
  $ ffiscope record -o run.ffitrace --engine step -- node app.js --verbose
  $ ffiscope record -- npm test

The program needs no change. What it calls through koffi (2 or 3, CommonJS or ESM) is recorded, its child processes included.
Exit status: the program's own (or the one it registered); 128+N when signal N ended it; 70 when recording failed.
Ctrl-C goes to the program; what was recorded until it ends is kept.`;

interface Flags { output?: string; engine: Engine; snapshotLimit?: number; values?: number; redact?: Redact; isolate: boolean; allocations: Allocations; index: boolean; allowUntraced?: boolean }

/** Adds `record` to the command line. `dist` is the folder of the running bundle. */
export function addRecordCommand(program: Command, dist: string): void {
  // Options behind CMD belong to CMD.
  program.enablePositionalOptions();
  program.command('record')
    .description('run a program and record every memory access its FFI calls make')
    .usage('[options] [--] CMD [ARG...]')
    .argument('<cmd...>', 'the program and its arguments')
    .option('-o, --output <file>', 'trace to write (default: NAME-TIME.ffitrace)')
    .addOption(new Option('--engine <name>', 'fast, or step: slow, complete, needs ptrace').choices([...ENGINES]).default('fast'))
    .option('--snapshot-limit <size>', 'keep contents of regions up to this size, e.g. 64KiB (default: 1MiB)', sizeArgument)
    .addOption(new Option('--redact [how]', 'keep values and contents out of the trace: omit, or hash to see which are equal').choices([...REDACTS]).preset('omit'))
    .option('--no-isolate', 'leave buffers in the heap among foreign data: fewer accesses out of bounds are seen')
    .addOption(new Option('--allocations <which>', 'note where buffers are made: by functions of koffi and Buffer, or all: by new Uint8Array(...) and the like, too').choices([...ALLOCATIONS]).default('functions'))
    .option('--values <size|off>', 'keep what writes stored, up to this size in the file (default: 64MiB)', valuesArgument)
    .addOption(new Option('--no-index', 'leave the index out of the file, to measure what it costs').hideHelp())
    .option('--allow-untraced', 'run the program without recording where tracing is forbidden')
    .addHelpText('after', HELP)
    .passThroughOptions()
    .action(async (command: string[], flags: Flags) => {
      process.exitCode = await record(command, flags, dist);
    });
}

function sizeArgument(text: string): number {
  const bytes = parseSize(text);
  if (bytes === null) throw new InvalidArgumentError('give bytes or a size such as 64KiB or 1MiB.');
  return bytes;
}

function valuesArgument(text: string): number {
  return text === 'off' ? 0 : sizeArgument(text);
}

async function record(command: string[], flags: Flags, dist: string): Promise<number> {
  const options: RecordOptions = {
    command,
    file: flags.output ?? traceFile(command, process.cwd()),
    engine: flags.engine,
    snapshotLimit: flags.snapshotLimit,
    redact: flags.redact,
    isolate: flags.isolate,
    allocations: flags.allocations,
    values: flags.values,
    index: flags.index,
    allowUntraced: flags.allowUntraced,
  };
  try {
    return report(await run(options, dist));
  } catch (error) {
    if (!(error instanceof CannotRecord)) throw error;
    say(error.message);
    return RECORDER_FAILED;
  }
}

async function run(options: RecordOptions, dist: string): Promise<Outcome> {
  const line = new ProgressLine();
  const recording = launch(locate(dist), options, status => show(status, line));
  const release = passSignals(recording);
  try {
    return await recording.done;
  } finally {
    release();
    line.clear();
  }
}

function show(status: Status, line: ProgressLine): void {
  if (status.type === 'progress') line.update(status);
  else line.clear();
}

function report(outcome: Outcome): number {
  if (outcome.end) summary(outcome.end).forEach(say);
  return outcome.status;
}

/**
 * A terminal sends Ctrl-C to the program as well, so this process only has to outlive it. What is sent to this process alone is
 * meant for the recording.
 */
function passSignals(recording: Recording): () => void {
  const outlive = () => {};
  const stop = () => recording.stop();
  process.on('SIGINT', outlive).on('SIGQUIT', outlive).on('SIGTERM', stop).on('SIGHUP', stop);
  return () => void process.off('SIGINT', outlive).off('SIGQUIT', outlive).off('SIGTERM', stop).off('SIGHUP', stop);
}

function say(line: string): void {
  process.stderr.write(`ffiscope: ${line}\n`);
}
