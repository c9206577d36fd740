import type { Query, RowTest } from '../../../../trace/cursor/search';
import type { Stop } from '../../../../trace/cursor/stop';
import { compileFilter, type AccessFilter } from '../../../../trace/filter/filter';
import type { AccessBlock, Call, Trace } from '../../../../trace/model/types';
import { HIT_EXAMPLES, parseHits, type HitTest } from '../hits';

/** What a breakpoint stops at, before conditions. */
export type Target = Pick<Stop, 'accesses' | 'boundary'>;

/** A breakpoint made for one recording. Without `target` it stops nowhere, and `message` says why. */
export interface Compiled {
  readonly target: Target | null;
  readonly hits: HitTest | null;
  readonly message?: string;
  /** Line it was moved to. */
  readonly line?: number;
}

export interface Conditions { readonly condition?: string | undefined; readonly hitCondition?: string | undefined }

export const unverified = (message: string): Compiled => ({ target: null, hits: null, message });

/** Adds what has to hold besides: terms of the filter language, and which hits count. */
export function conditioned(trace: Trace, target: Target, { condition = '', hitCondition = '' }: Conditions, known: Pick<Compiled, 'message' | 'line'> = {}): Compiled {
  const hits = hitCondition.trim() === '' ? null : parseHits(hitCondition);
  if (hitCondition.trim() !== '' && !hits) return unverified(`"${hitCondition}" is no hit count; write ${HIT_EXAMPLES}`);
  const { filter, error } = compileFilter(condition, trace);
  if (error !== null) return unverified(error);
  if (!filter) return { target, hits, ...known };
  const also: RowTest = (block, row) => filter.matches(block, row);
  return { target: { accesses: target.accesses && narrowed(target.accesses, filter), boundary: target.boundary && atBoundary(target.boundary, also) }, hits, ...known };
}

function narrowed({ test, judge, ...rest }: Query, filter: AccessFilter): Query {
  return { ...rest, test: (block, row) => test(block, row) && filter.matches(block, row), judge: node => judge?.(node) !== false && filter.judge(node) !== 'none' };
}

function atBoundary(boundary: NonNullable<Stop['boundary']>, also: RowTest): NonNullable<Stop['boundary']> {
  return (call, kind) => boundary(call, kind) && also(rowOf(call), 0);
}

/** A call as a row that terms about calls, functions and threads can be asked of; it touches nothing. */
function rowOf({ id, thread, start, firstOrdinal }: Call): AccessBlock {
  const none = Uint32Array.of(0);
  return {
    length: 1, thread, firstOrdinal, firstSeq: 1, call: Uint32Array.of(id), insn: none, region: none, anchor: none, offset: Float64Array.of(0), size: Float64Array.of(0),
    flags: Uint8Array.of(0), count: Uint32Array.of(1), time: Float64Array.of(start), shapes: null,
  };
}
