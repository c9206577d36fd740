import type { Parts } from './locate';

export type Engine = 'fast' | 'step';
export const ENGINES: readonly Engine[] = ['fast', 'step'];

export type Redact = 'omit' | 'hash';
export const REDACTS: readonly Redact[] = ['omit', 'hash'];

export type Allocations = 'off' | 'functions' | 'all';
export const ALLOCATIONS: readonly Allocations[] = ['off', 'functions', 'all'];

export interface RecordOptions {
  /** The program and its arguments. */
  readonly command: readonly string[];
  /** The trace to write. */
  readonly file: string;
  readonly engine: Engine;
  /** Regions up to this many bytes are kept before and after a call; undefined leaves it to the recorder. */
  readonly snapshotLimit?: number | undefined;
  /** Keep values and contents out of the trace: leave them out, or put a hash in their place. */
  readonly redact?: Redact | undefined;
  /** Leave the program's buffers in the heap among foreign data; undefined and true keep them apart. */
  readonly isolate?: boolean | undefined;
  /** Of which buffers the place where they are made is noted: those from functions of koffi and Buffer (the default), or from constructors as well. */
  readonly allocations?: Allocations | undefined;
  /** Bytes that values of writes may take in the file, 0: none; undefined leaves it to the recorder. */
  readonly values?: number | undefined;
  /** False leaves the index out of the file, to measure what it costs. */
  readonly index?: boolean | undefined;
  /** Run the program without tracing where tracing is forbidden. */
  readonly allowUntraced?: boolean | undefined;
}

/** Arguments for the recorder, up to the program's own; `statusFd` is the descriptor that it writes its status to, null: none. */
export function recorderArguments(parts: Parts, options: RecordOptions, statusFd: number | null): string[] {
  const args = ['--out', options.file, '--engine', options.engine];
  args.push('--hook', parts.hook, '--agent', parts.agent, '--child-api', parts.childApi);
  // Contents would be taken only to be thrown away.
  const snapshotLimit = options.redact ? 0 : options.snapshotLimit;
  if (snapshotLimit !== undefined) args.push('--snapshot-limit', String(snapshotLimit));
  if (options.redact) args.push('--redact', options.redact);
  if (options.isolate === false) args.push('--no-isolate');
  if (options.allocations !== undefined) args.push('--allocations', options.allocations);
  if (options.values !== undefined && !options.redact) args.push('--values', String(options.values));
  if (options.index === false) args.push('--no-index');
  if (options.allowUntraced) args.push('--allow-untraced');
  if (statusFd !== null) args.push('--status-fd', String(statusFd));
  args.push('--', ...options.command);
  return args;
}
