import type { Finding, Trace } from '../../trace/model/types';
import { regionName } from '../text/names';

/** A finding of either recording, or the same one of both. */
export interface FindingPair { readonly a: Finding | null; readonly b: Finding | null }

/** Pairs findings of the same rule about the same bytes of the same function. */
export function pairFindings(a: Trace, inA: readonly Finding[], b: Trace, inB: readonly Finding[]): FindingPair[] {
  const left = inA.map(finding => keyOf(a, finding));
  const open = inB.map(finding => ({ finding, key: keyOf(b, finding) }));
  const pairs: FindingPair[] = inA.map((finding, i) => {
    const at = open.findIndex(other => other.key === left[i]);
    return { a: finding, b: at < 0 ? null : open.splice(at, 1)[0]!.finding };
  });
  return [...pairs, ...open.map(({ finding }) => ({ a: null, b: finding }))];
}

function keyOf(trace: Trace, { rule, function: name, region, offset, size }: Finding): string {
  const of = region === null ? undefined : trace.regionById.get(region);
  return [rule, name, of ? regionName(of) : '', offset, size].join(' ');
}
