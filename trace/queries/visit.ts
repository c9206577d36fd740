import type { Node } from '../format/summary';
import type { AccessBlock, Trace } from '../model/types';
import type { Part } from '../model/tree';

/** What a node says about a question: nothing under it matches, everything does, or it has to be looked at. */
export type Verdict = 'none' | 'some' | 'all';

/** What is looked for: tested node by node where the index knows enough, else row by row. */
export interface Wanted {
  judge(node: Node): Verdict;
  matches(block: AccessBlock, row: number): boolean;
  /** For each row of the block 1 where it matches, else 0. Valid until the next call. */
  mask?(block: AccessBlock): Uint8Array;
  /** For each shape of the block 1 where all its accesses match, 0 where none does; null: that depends on more, or the block has no shapes. Valid until the next call. */
  shapes?(block: AccessBlock): Uint8Array | null;
}

/** Everything that both want. */
export function both(one: Wanted, other: Wanted | null | undefined): Wanted {
  if (!other) return one;
  const worse = (a: Verdict, b: Verdict): Verdict => (a === 'none' || b === 'none' ? 'none' : a === 'some' ? a : b);
  return { judge: node => worse(one.judge(node), other.judge(node)), matches: (block, row) => one.matches(block, row) && other.matches(block, row) };
}

export interface Visit {
  /** Half-open range of ordinals. */
  readonly from: number; readonly to: number;
  readonly judge: (node: Node) => Verdict;
  readonly backward?: boolean;
  /** Only blocks of this thread. */
  readonly thread?: number;
  readonly signal?: Pick<AbortSignal, 'throwIfAborted'> | undefined;
}

/** A node that matches as a whole and lies in the range, or one block that may match, by its number. */
export type Place = { readonly node: Node; readonly block: null } | { readonly node: null; readonly block: number };

/** Goes down the index only where the question leads; places come in file order, or against it. */
export async function* visit(trace: Trace, what: Visit): AsyncGenerator<Place> {
  if (what.to <= what.from) return;
  const { tree } = trace;
  const stack: Part[] = inOrder(await tree.top(), !what.backward);
  for (let part = stack.pop(); part; part = stack.pop()) {
    what.signal?.throwIfAborted();
    const [first, end] = tree.ordinals(part);
    if (end <= what.from || first >= what.to || !isOfThread(trace, part, what.thread)) continue;
    const verdict = part.node ? what.judge(part.node) : 'some';
    if (verdict === 'none') continue;
    if (verdict === 'all' && part.node && first >= what.from && end <= what.to) yield { node: part.node, block: null };
    else if (part.to - part.from === 1) yield { node: null, block: part.from };
    else stack.push(...inOrder(await tree.under(part), !what.backward));
  }
}

/** A block that may match, with the rows of it that lie in the range. */
export interface Visited { readonly block: AccessBlock; readonly from: number; readonly to: number }

/** Every block in the range that may match, decoded. */
export function visitBlocks(trace: Trace, what: Visit): AsyncGenerator<Visited> {
  return blocksOf(trace, what, number => trace.block(number));
}

/** The same for a question that may go through the whole recording: each block is valid until the next. */
export function scanBlocks(trace: Trace, what: Omit<Visit, 'backward'>): AsyncGenerator<Visited> {
  const scan = trace.scan();
  return blocksOf(trace, what, number => scan.block(number));
}

async function* blocksOf(trace: Trace, what: Visit, read: (number: number) => Promise<AccessBlock>): AsyncGenerator<Visited> {
  const judge = (node: Node): Verdict => (what.judge(node) === 'none' ? 'none' : 'some');
  for await (const place of visit(trace, { ...what, judge })) {
    if (place.block === null) continue;
    const block = await read(place.block);
    what.signal?.throwIfAborted();
    yield { block, from: Math.max(0, what.from - block.firstOrdinal), to: Math.min(block.length, what.to - block.firstOrdinal) };
  }
}

function isOfThread({ tree }: Trace, { node, from, to }: Part, thread: number | undefined): boolean {
  if (thread === undefined) return true;
  const one = node ? node.thread || null : to - from === 1 ? tree.blocks[from]?.thread : null;
  return one === null || one === thread;
}

/** A stack takes the last one first. */
function inOrder(parts: readonly Part[], reversed: boolean): Part[] {
  return reversed ? [...parts].reverse() : [...parts];
}
