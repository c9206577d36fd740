import type { Trace } from '../../trace/model/types';
import { categoryInk, categoryLetter, CATEGORY_COUNT, stepInk, STEPS } from '../theme/scales';
import type { MapColour } from '../state/choices';
import { ordinalText, percent, short } from '../text/format';
import { insnPlace } from '../text/names';
import { touchesAt, type Counts } from './counts';
import type { LastTouches } from './last';
import { t } from '../text/l10n';

/** One entry of the key under the title; `letter` stands in the cells too. */
export interface KeyEntry { readonly ink: string | null; readonly letter: string; readonly text: string; readonly title: string }

/** What the inks of the map mean when they do not mean read and written. A class of -1: nothing to show. */
export interface Colouring {
  classOf(track: number, offset: number): number;
  ink(group: number): string;
  letter(group: number): string;
  readonly key: readonly KeyEntry[];
}

export interface ColouringInput {
  readonly trace: Trace;
  readonly counts: readonly Counts[];
  readonly last: readonly LastTouches[];
  /** Ordinals of the call in view. */
  readonly ordinals: readonly [number, number];
}

export function colouringOf(colour: Exclude<MapColour, 'kind'>, input: ColouringInput): Colouring {
  if (colour === 'writer') return byWriter(input);
  return colour === 'age' ? byAge(input) : byCount(input);
}

/** Source lines (or places in a library) that wrote last, those with most bytes by name. */
function byWriter({ trace, last }: ColouringInput): Colouring {
  const lineOf = (insn: number): string => insnPlace(trace.insnById.get(insn) ?? null);
  const bytes = new Map<string, number>();
  const lines = new Map<number, string>();
  for (const { writer, grain } of last) {
    for (const insn of writer) {
      if (insn === 0) continue;
      let line = lines.get(insn);
      if (line === undefined) lines.set(insn, line = lineOf(insn));
      bytes.set(line, (bytes.get(line) ?? 0) + grain);
    }
  }
  const ranked = [...bytes].sort((a, b) => b[1] - a[1]);
  const rankOf = new Map(ranked.map(([line], rank) => [line, Math.min(rank, CATEGORY_COUNT - 1)]));
  const groupOf = new Map([...lines].map(([insn, line]) => [insn, rankOf.get(line) ?? CATEGORY_COUNT - 1]));
  const total = ranked.reduce((sum, [, count]) => sum + count, 0);
  const named = ranked.slice(0, ranked.length > CATEGORY_COUNT ? CATEGORY_COUNT - 1 : CATEGORY_COUNT);
  const rest = ranked.slice(named.length);
  const key = named.map(([line, count], rank) => ({ ink: categoryInk(rank), letter: categoryLetter(rank), text: `${line} ${percent(count, total)}`, title: t('{0} wrote {1} of the written bytes last', line, percent(count, total)) }));
  if (rest.length > 0) {
    const count = rest.reduce((sum, [, each]) => sum + each, 0);
    key.push({ ink: categoryInk(CATEGORY_COUNT - 1), letter: '…', text: t('{0} more {1}', rest.length, percent(count, total)), title: rest.slice(0, 20).map(([line]) => line).join('\n') });
  }
  return {
    classOf(track, offset) {
      const insn = valueAt(last[track], last[track]?.writer, offset);
      return insn ? groupOf.get(insn) ?? CATEGORY_COUNT - 1 : -1;
    },
    ink: categoryInk, letter: categoryLetter, key,
  };
}

/** How long ago a byte was touched last, in accesses: the newest brightest. */
function byAge({ last, ordinals: [from, to] }: ColouringInput): Colouring {
  const share = STEPS / Math.max(1, to - from);
  return {
    classOf(track, offset) {
      const touched = valueAt(last[track], last[track]?.touched, offset);
      return touched ? Math.max(0, Math.min(STEPS - 1, Math.floor((touched - 1 - from) * share))) : -1;
    },
    ink: stepInk, letter: () => '', key: rampKey(`touched last about ${ordinalText(from)}`, ordinalText(Math.max(from, to - 1))),
  };
}

/** How often a byte was touched, by powers of two or more. */
function byCount({ counts }: ColouringInput): Colouring {
  let most = 1;
  for (const { reads, writes } of counts) for (let i = 0; i < reads.length; i++) most = Math.max(most, reads[i]! + writes[i]!);
  const scale = (STEPS - 1) / Math.max(1e-9, Math.log2(most));
  return {
    classOf(track, offset) {
      const { reads, writes } = counts[track] ? touchesAt(counts[track], offset) : { reads: 0, writes: 0 };
      return reads + writes === 0 ? -1 : Math.round(Math.log2(reads + writes) * scale);
    },
    ink: stepInk, letter: () => '', key: rampKey('touched 1×', `${short(most)}×`),
  };
}

function rampKey(low: string, high: string): KeyEntry[] {
  const entry = (ink: string | null, text: string): KeyEntry => ({ ink, letter: '', text, title: text });
  return [entry(null, low), ...Array.from({ length: STEPS }, (_, step) => entry(stepInk(step), '')), entry(null, high)];
}

function valueAt(last: LastTouches | undefined, values: ArrayLike<number> | undefined, offset: number): number {
  return last && values && offset >= 0 ? values[Math.floor(offset / last.grain)] ?? 0 : 0;
}
