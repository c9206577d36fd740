import type { Parts } from './locate';

export type Engine = 'fast' | 'step';
export const ENGINES: readonly Engine[] = ['fast', 'step'];

export interface RecordOptions {
  /** The program and its arguments. */
  readonly command: readonly string[];
  /** The trace to write. */
  readonly file: string;
  readonly engine: Engine;
  /** Regions up to this many bytes are kept before and after a call; undefined leaves it to the recorder. */
  readonly snapshotLimit?: number | undefined;
  /** Run the program without tracing where tracing is forbidden. */
  readonly allowUntraced?: boolean | undefined;
}

/** Arguments for the recorder; `statusFd` is the descriptor that it writes its status to. */
export function recorderArguments(parts: Parts, options: RecordOptions, statusFd: number): string[] {
  const args = ['--out', options.file, '--engine', options.engine];
  args.push('--hook', parts.hook, '--agent', parts.agent, '--child-api', parts.childApi);
  if (options.snapshotLimit !== undefined) args.push('--snapshot-limit', String(options.snapshotLimit));
  if (options.allowUntraced) args.push('--allow-untraced');
  args.push('--status-fd', String(statusFd), '--', ...options.command);
  return args;
}
