/**
 * What a recording contains, as the views, the checks and the command line see it.
 *
 * Rows are linked by integer ids and never change once read. Addresses are bigint or "0x..." text, never a
 * number that is calculated with; offsets and sizes inside a region are numbers (at most 2^53).
 */

import type { Values } from '../format/values';
import type { Tree } from './tree';
import type { CheckConfig } from '../checks/config/schema';

/** A place in a source file; line and column count from 1. */
export interface Site { readonly file: string; readonly line: number; readonly column: number }
export interface Frame extends Site { readonly name: string | null }

export interface Field { readonly name: string; readonly type: string; readonly offset: number; readonly size: number }
export interface TypeDef { readonly id: number; readonly name: string; readonly size: number; readonly fields: readonly Field[] }

export type RegionKind = 'buffer' | 'struct' | 'array' | 'string' | 'alloc' | 'watch';
export type Direction = 'in' | 'out' | 'inout' | 'value';

/** Memory behind one argument of one call (or alive outside calls: alloc, watch). */
export interface Region {
  readonly id: number;
  readonly label: string;
  readonly kind: RegionKind;
  readonly address: bigint;
  readonly size: number;
  /** Bytes of the same owner in front of and behind the region that are recorded too. */
  readonly before: number;
  readonly after: number;
  /** Bytes of nobody further out that are recorded too. */
  readonly slackBefore?: number;
  readonly slackAfter?: number;
  /** Some of its bytes may never have been written before the call. */
  readonly unwritten?: boolean;
  /** A buffer of the program that no call was given: it is here because native code touched it. */
  readonly stranger?: boolean;
  /** Where its memory was made, if that is known. */
  readonly made?: Site | null;
  readonly fields: readonly Field[];
  readonly typeName: string | null;
  /** Bytes of one value of the declared type; null where none was declared. A region may hold several, one behind the other. */
  readonly typeSize: number | null;
  /** Index of the argument, or null. */
  readonly arg: number | null;
  /** Region whose bytes hold the pointer to this one, or null. */
  readonly parent: number | null;
  /** Equal for regions over the same memory of the program in different calls. */
  readonly memory: number;
  readonly direction: Direction;
  /** A temporary copy that the binding made for this call only. */
  readonly lent: boolean;
  /** The call it belongs to; null for memory alive outside calls. */
  readonly call: number | null;
}

export interface Argument {
  readonly index: number; readonly name: string; readonly type: string; readonly direction: Direction;
  readonly value: string; readonly region: number | null;
}

export interface Call {
  readonly id: number;
  readonly function: string;
  readonly library: string;
  readonly thread: number;
  /** Nanoseconds since recording began; `end` is null when the recording ended inside the call. */
  readonly start: number;
  readonly end: number | null;
  readonly async: boolean;
  readonly parent: number | null;
  readonly site: Site | null;
  readonly stack: readonly Frame[];
  readonly reads: number; readonly writes: number;
  readonly bytesRead: number; readonly bytesWritten: number;
  readonly result: string | null;
  readonly threw: boolean;
  readonly args: readonly Argument[];
  readonly regions: readonly Region[];
  readonly children: readonly number[];
  /** Half-open range of ordinals in which this call's accesses lie (those of nested calls may lie between). */
  readonly firstOrdinal: number; readonly lastOrdinal: number;
  /** Part of it was not traced. */
  readonly incomplete: boolean;
}

/** A native instruction that touched memory. */
export interface Insn {
  readonly id: number; readonly pc: bigint; readonly module: string | null; readonly offset: number;
  readonly symbol: string | null; readonly symbolOffset: number;
  readonly file: string | null; readonly line: number | null;
  /** Functions inlined into `symbol`, innermost first, each with the place it was called from; `file` and `line` are the innermost place. */
  readonly inlined: readonly { readonly symbol: string; readonly file: string | null; readonly line: number | null }[];
  readonly text: string | null;
}

export const AccessFlag = { write: 1, uncertain: 2, kernel: 4 } as const;

/** Accesses of one block, one typed array a column; row i of every column is the same access. */
export interface AccessBlock {
  readonly length: number;
  readonly thread: number;
  readonly firstOrdinal: number;
  readonly firstSeq: number;
  readonly call: Uint32Array;
  readonly insn: Uint32Array;
  /** Region id, 0 when outside every region; then `anchor` is the nearest region and `offset` counts from its start. */
  readonly region: Uint32Array;
  readonly anchor: Uint32Array;
  readonly offset: Float64Array;
  readonly size: Float64Array;
  readonly flags: Uint8Array;
  readonly count: Uint32Array;
  /** Nanoseconds since recording began, interpolated between the marks of the stream. */
  readonly time: Float64Array;
  /** What its accesses have in common, where the file says; a question about that needs no look at each of them. */
  readonly shapes: Shapes | null;
}

/** Kinds of accesses in a block: all but place in the region and time are the same in each. One entry a shape, and one a row in `which`. */
export interface Shapes extends Pick<AccessBlock, 'call' | 'insn' | 'region' | 'anchor' | 'size' | 'flags' | 'count'> {
  /** Shape of each row. */
  readonly which: Uint8Array | Uint16Array;
  /** Accesses of each shape. */
  readonly rows: Uint32Array;
}

/** One access as an object (for rows in tables; loops use AccessBlock). */
export interface Access {
  readonly ordinal: number; readonly seq: number; readonly call: number; readonly thread: number;
  readonly kind: 'read' | 'write'; readonly certain: boolean; readonly address: bigint; readonly size: number;
  readonly region: number | null; readonly anchor: number | null; readonly offset: number; readonly field: string | null;
  readonly by: 'instruction' | 'kernel'; readonly syscall: string | null; readonly count: number;
  readonly insn: Insn | null; readonly time: number;
}

export type Severity = 'error' | 'warning' | 'info';
/** Another place that belongs to a finding. Lines and columns count from 1; `column` is null for native code. */
export interface RelatedPlace {
  /** What the place is: a native line, a frame of a stack, where memory was made, another call, an access before it. */
  readonly kind: 'native' | 'native-frame' | 'js-frame' | 'allocation' | 'call' | 'access';
  readonly message: string;
  readonly file: string | null; readonly line: number | null; readonly column: number | null;
  readonly call: number | null; readonly ordinal: number | null;
}
/** A change of the declaration after which the finding should be gone: how the argument is passed, what it points to, a member of a struct. */
export type Suggestion =
  | { readonly kind: 'direction'; readonly to: 'in' | 'out' | 'inout' }
  | { readonly kind: 'type'; readonly from: string; readonly to: string }
  | { readonly kind: 'member'; readonly type: string; readonly member: string; readonly to: string }
  | { readonly kind: 'unpacked'; readonly type: string };

export interface Finding {
  readonly rule: string; readonly severity: Severity; readonly message: string;
  readonly call: number | null; readonly function: string | null; readonly site: Site | null;
  readonly region: number | null; readonly offset: number | null; readonly size: number | null;
  /** The access it is about: `access` by its `seq`, `ordinal` by its place in the file, which is how views find it. */
  readonly access: number | null; readonly ordinal: number | null;
  readonly module: string | null; readonly symbol: string | null; readonly file: string | null; readonly line: number | null;
  /** How often it was seen at this place: accesses, or calls for a rule that is about whole calls. */
  readonly count: number;
  readonly related: readonly RelatedPlace[];
  /** Null where the right declaration is not known. */
  readonly fix: Suggestion | null;
}

export interface Exit {
  readonly code: number | null; readonly signal: string | null;
  /** What the program itself ended with, before any override. */
  readonly native: number | null;
  readonly override: number | null; readonly overrideSite: Site | null;
}

export interface TraceInfo {
  readonly program: string; readonly args: readonly string[]; readonly cwd: string;
  readonly host: { readonly os: string; readonly kernel: string; readonly cpu: string; readonly node: string | null };
  readonly engine: string; readonly recorder: string; readonly started: string;
  readonly counts: { readonly calls: number; readonly accesses: number; readonly reads: number; readonly writes: number; readonly threads: number; readonly processes: number };
  readonly coverage: { readonly untraced: readonly { readonly what: string; readonly count: number }[]; readonly dropped: number };
  readonly exit: Exit | null;
  readonly duration: number;
  /** Null when complete; else where and why the file ends early. */
  readonly cutShort: { readonly byte: number; readonly time: number; readonly reason: string } | null;
}

/** Where the bytes of a trace come from: a file, a buffer, messages to the extension host. */
export interface ByteSource {
  readonly size: number;
  /** Bytes [offset, offset + length), fewer only at the end of the source. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** An open recording. All accesses are paged: what is decoded stays in a bounded cache. */
/** Lets others go on, now and then. */
export type Pause = () => Promise<void> | void;

export interface Trace {
  readonly info: TraceInfo;
  readonly calls: readonly Call[];
  readonly callById: ReadonlyMap<number, Call>;
  readonly regionById: ReadonlyMap<number, Region>;
  readonly insnById: ReadonlyMap<number, Insn>;
  readonly threads: readonly { readonly id: number; readonly tid: number; readonly name: string; readonly process: number }[];
  readonly marks: readonly { readonly time: number; readonly text: string; readonly site: Site | null; readonly thread: number }[];
  readonly syscalls: readonly { readonly call: number; readonly thread: number; readonly name: string; readonly args: readonly string[]; readonly result: number; readonly time: number; readonly ordinal: number }[];
  readonly callbacks: readonly { readonly call: number; readonly start: number; readonly end: number | null }[];
  readonly notes: readonly { readonly text: string; readonly call: number | null; readonly thread: number; readonly time: number }[];
  /** Signals that ended the program, or a call. */
  readonly crashes: readonly { readonly call: number | null; readonly thread: number; readonly time: number; readonly signal: string; readonly address: bigint }[];
  readonly accessCount: number;
  /** Access blocks that overlap ordinals [from, to), in file order, decoded on demand. */
  blocks(from?: number, to?: number): AsyncIterable<AccessBlock>;
  /** The block that holds an ordinal. */
  blockAt(ordinal: number): Promise<AccessBlock>;
  /** The block with this number, from 0: `tree.blocks` says what each holds. */
  block(at: number): Promise<AccessBlock>;
  /** For a question that goes through many blocks: each is valid until the next one is asked for. */
  scan(): { block(at: number): Promise<AccessBlock> };
  /** What the writes of a block stored; null where no values were kept. */
  values(block: AccessBlock): Promise<Values | null>;
  /** The index over the accesses: what each stretch of them contains, without reading them. */
  readonly tree: Tree;
  access(ordinal: number): Promise<Access>;
  /** Contents of a region before or after its call: all of it, or the first bytes where only those were kept, or null where none were. */
  snapshot(region: number, when: 'before' | 'after'): Promise<Uint8Array | null>;
  /**
   * What the checks found, with the severities that are configured; those of the catalogue when nothing is. They go through the whole recording the first
   * time; `pause` is awaited between blocks, for those who have something else to do on this thread.
   */
  findings(config?: CheckConfig, pause?: Pause): Promise<readonly Finding[]>;
}
