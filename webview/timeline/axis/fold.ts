/**
 * Time as it is drawn: stretches in which no traced call ran are folded to a narrow break, so that bursts of calls that are far
 * apart still get room. *Place* is the folded coordinate: nanoseconds of drawn time.
 */
export interface Fold {
  /** Length of the whole axis in places. */
  readonly length: number;
  /** Folded stretches, ascending. */
  readonly breaks: readonly { readonly from: number; readonly to: number; readonly placeFrom: number; readonly placeTo: number }[];
  toPlace(value: number): number;
  toValue(place: number): number;
}

/** Share of the busy time that a break may take, at most. */
const BREAK_SHARE = 0.012;

/** An axis without breaks. */
export function unfolded(length: number): Fold {
  return { length: Math.max(length, 1e-9), breaks: [], toPlace: value => value, toValue: place => place };
}

/** Folds what lies between the given stretches of [0, length). Overlapping stretches (threads, nested calls) count once. */
export function foldIdle(busy: Iterable<readonly [from: number, to: number]>, length: number): Fold {
  const merged = mergeStretches(busy, length);
  const total = merged.reduce((sum, [from, to]) => sum + to - from, 0);
  const widest = Math.max(total * BREAK_SHARE, 1);
  const breaks: { from: number; to: number; placeFrom: number; placeTo: number }[] = [];
  let saved = 0;
  let end = 0;
  for (const [from, to] of [...merged, [length, length] as const]) {
    if (merged.length > 0 && from - end > widest * 1.5) {
      breaks.push({ from: end, to: from, placeFrom: end - saved, placeTo: end - saved + widest });
      saved += from - end - widest;
    }
    end = Math.max(end, to);
  }
  return piecewise(breaks, Math.max(length - saved, 1e-9));
}

function piecewise(breaks: Fold['breaks'], length: number): Fold {
  if (breaks.length === 0) return unfolded(length);
  return {
    length, breaks,
    toPlace(value) {
      const at = breaks[lastAtOrBelow(breaks, value, each => each.from)];
      if (!at) return value;
      if (value >= at.to) return at.placeTo + value - at.to;
      return at.placeFrom + ((value - at.from) / (at.to - at.from)) * (at.placeTo - at.placeFrom);
    },
    toValue(place) {
      const at = breaks[lastAtOrBelow(breaks, place, each => each.placeFrom)];
      if (!at) return place;
      if (place >= at.placeTo) return at.to + place - at.placeTo;
      return at.from + ((place - at.placeFrom) / (at.placeTo - at.placeFrom)) * (at.to - at.from);
    },
  };
}

function mergeStretches(stretches: Iterable<readonly [number, number]>, length: number): (readonly [number, number])[] {
  const sorted = [...stretches].filter(([from, to]) => to >= from).sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const [from, to] of sorted) {
    const last = merged.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], Math.min(to, length));
    else merged.push([Math.max(0, from), Math.min(to, length)]);
  }
  return merged;
}

/** Index of the last item whose key is not above the value, or -1. Keys ascend. */
export function lastAtOrBelow<T>(items: readonly T[], value: number, key: (item: T) => number): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (key(items[middle]!) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
