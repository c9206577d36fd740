import type { RecordOptions } from '../../../cli/record/arguments';
import type { Status } from '../../../cli/record/status';
import type { Position } from '../../../trace/cursor/position';
import type { ByteSource } from '../../../trace/model/types';

/** Bytes of a trace; `close` when done. */
export interface TraceBytes extends ByteSource { close(): Promise<void> }

/** What the adapter needs of its surroundings: VS Code, or a test. It knows neither. */
export interface DebugHost {
  /** Folder with the recorder, see cli/record/locate. */
  readonly dist: string;
  open(path: string): Promise<TraceBytes>;
  /** Where a source file that a recording names is on this computer, or null. */
  locate(file: string): string | null;
  /** Path of the trace to write for a program that is launched without `output`. */
  target(command: readonly string[], cwd: string): Promise<string>;
  /** Why programs must not be run now, or null. */
  refusal(): string | null;
  /** Bookmarked accesses of a trace, by ordinal. */
  bookmarks(path: string): Promise<readonly { readonly ordinal: number; readonly note: string }[]>;
  /** The session stands here now: views follow. */
  arrived(path: string, position: Position): void;
  /** Something failed behind an answer: for the log. */
  failed(error: unknown): void;
}

/** Arguments of `launch`: what a program is started with, and how it is recorded. */
export interface LaunchArguments {
  readonly program: string;
  readonly args?: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | null>>;
  readonly runtimeExecutable?: string;
  readonly runtimeArgs?: readonly string[];
  readonly engine?: RecordOptions['engine'];
  /** A number of bytes or a size such as "64KiB". */
  readonly snapshotLimit?: string | number;
  /** Keeps values out of the trace; see the recorder's option. */
  readonly redact?: RecordOptions['redact'];
  /** Trace to write. */
  readonly output?: string;
  readonly stopOnEntry?: boolean;
}

/** Arguments of `attach`, which configurations call `replay`: which recording. */
export interface ReplayArguments { readonly trace: string; readonly stopOnEntry?: boolean }

export type OnStatus = (status: Status) => void;
