import { breathe } from '../canvas/breathe';
import type { Trace } from '../../trace/model/types';
import { alignCalls, type Pair } from './align';
import { pairFindings, type FindingPair } from './findings';
import { pairRegions } from './memory';
import { digestCalls } from './steps';
import { t } from '../text/l10n';

/** `same`: as far as it was recorded; `differs`: in counts, result, contents or accesses; `a` and `b`: only there. */
export type Verdict = 'same' | 'differs' | 'a' | 'b';

export interface ComparedPair extends Pair {
  readonly verdict: Verdict;
  /** In a few words; empty for calls that are the same. */
  readonly what: string;
}

export interface Comparison {
  readonly a: Trace;
  readonly b: Trace;
  readonly pairs: readonly ComparedPair[];
  readonly findings: readonly FindingPair[];
}

/** Compares two recordings call by call. Memory is compared as it was after each call, accesses in their order. */
export async function compareTraces(a: Trace, b: Trace, signal: AbortSignal): Promise<Comparison> {
  const [digestsA, digestsB, findingsA, findingsB] = await Promise.all([digestCalls(a, signal), digestCalls(b, signal), a.findings(undefined, breathe()), b.findings(undefined, breathe())]);
  const pairs: ComparedPair[] = [];
  for (const pair of alignCalls(a, b)) {
    signal.throwIfAborted();
    const sameAccesses = digestsA.get(pair.a?.id ?? 0) === digestsB.get(pair.b?.id ?? 0);
    pairs.push({ ...pair, ...await judge(a, b, pair, sameAccesses) });
  }
  return { a, b, pairs, findings: pairFindings(a, findingsA, b, findingsB) };
}

async function judge(a: Trace, b: Trace, pair: Pair, sameAccesses: boolean): Promise<{ verdict: Verdict; what: string }> {
  if (!pair.b) return { verdict: 'a', what: t('only in A') };
  if (!pair.a) return { verdict: 'b', what: t('only in B') };
  const regions = await pairRegions(a, pair.a, b, pair.b);
  const bytes = regions.filter(region => region.changes.length > 0).map(region => `${region.name}: ${region.changes.reduce((sum, { size }) => sum + size, 0)} B`);
  const words = [
    ...bytes,
    pair.a.result === pair.b.result ? '' : t('result {0} → {1}', pair.a.result ?? t('none'), pair.b.result ?? t('none')),
    (pair.a.end === null) === (pair.b.end === null) ? '' : pair.b.end === null ? t('does not return in B') : t('returns in B'),
    sameAccesses ? '' : t('accesses'),
  ].filter(Boolean);
  return words.length === 0 ? { verdict: 'same', what: '' } : { verdict: 'differs', what: words.join(', ') };
}

/** Index of the next (or the one before) pair that is not the same; null at either end. */
export function stepDifference(pairs: readonly ComparedPair[], from: number, direction: -1 | 1): number | null {
  for (let at = from + direction; at >= 0 && at < pairs.length; at += direction) if (pairs[at]!.verdict !== 'same') return at;
  return null;
}
