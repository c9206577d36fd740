import type { Access, AccessBlock, Insn, Trace } from '../../../trace/model/types';
import type { TrackMap } from '../../canvas/tracks';
import { baseName, bytes } from '../../text/format';
import { eachInMemory, type Grouping, type LaneTrack } from './grouping';
import { stackMemory } from './memory';
import { t } from '../../text/l10n';

/** Lane of a row, and of the same access as an object. */
interface LaneOf { row(block: AccessBlock, row: number): number; access(access: Access): number }

/** A lane for each native function or source line; what has no name goes by its library. */
export function insnLanes(kind: 'function' | 'line', trace: Trace, map: TrackMap): Grouping {
  const names = new Map<string, { readonly index: number; readonly note: string }>();
  const laneOf = new Map<number, number>();
  for (const insn of trace.insnById.values()) {
    const [label, note] = kind === 'function' ? functionOf(insn) : lineOf(insn);
    let lane = names.get(label);
    if (!lane) names.set(label, lane = { index: names.size, note });
    laneOf.set(insn.id, lane.index);
  }
  const unknown = names.size;
  return overMemory(kind, kind === 'function' ? 'more function' : 'more line', [...[...names].map(([label, { note }]) => ({ label, note })), { label: t('unknown'), note: '' }], map,
    { row: (block, row) => laneOf.get(block.insn[row]!) ?? unknown, access: ({ insn }) => (insn && laneOf.get(insn.id)) ?? unknown });
}

/** A lane for each thread. */
export function threadLanes(trace: Trace, map: TrackMap): Grouping {
  const { threads } = trace;
  const laneOf = new Map(threads.map(({ id }, index) => [id, index]));
  return overMemory('thread', 'more thread', [...threads.map(({ name, tid }) => ({ label: name || t('thread {0}', tid), note: t('tid {0}', tid) })), { label: t('unknown'), note: '' }], map,
    { row: block => laneOf.get(block.thread) ?? threads.length, access: ({ thread }) => laneOf.get(thread) ?? threads.length });
}

function functionOf(insn: Insn): [label: string, note: string] {
  return insn.symbol ? [insn.symbol, insn.module ? baseName(insn.module) : ''] : [insn.module ? baseName(insn.module) : 'unknown', ''];
}

function lineOf(insn: Insn): [label: string, note: string] {
  return insn.file !== null && insn.line !== null ? [`${baseName(insn.file)}:${insn.line}`, insn.symbol ?? ''] : functionOf(insn);
}

function overMemory(kind: Grouping['kind'], noun: Grouping['noun'], names: readonly Pick<LaneTrack, 'label' | 'note'>[], map: TrackMap, laneOf: LaneOf): Grouping {
  const memory = stackMemory(map);
  return {
    kind, noun, tracks: names.map(({ label, note }) => ({ label, note: note || bytes(memory.size), size: memory.size, fields: [] })),
    each: (block, first, end, visit) => eachInMemory(map, block, first, end, (row, track, offset) => visit(row, laneOf.row(block, row), memory.base(track) + offset)),
    ...memory.places,
    holds: (track, access) => laneOf.access(access) === track,
  };
}
