import type { Finding, Insn, Region } from '../../model/types';
import { finding } from '../finding';
import { intersection, type Run } from '../scan/byteset';
import type { CallPair } from '../scan/concurrent';
import type { Facts, Touched } from '../scan/scan';
import { placeKey, type Spot } from '../scan/spots';
import { byteCount, callPlace, caller, named, native, nativePlace, offsets, placeOfCall } from '../words';
import { shortName } from '../../queries/fields';

/** Two calls at the same time on two threads touched the same bytes, and one of them wrote. */
export function dataRace(facts: Facts): Finding[] {
  const found = new Map<string, Finding>();
  for (const pair of facts.needs.concurrent) {
    for (const clash of clashes(pair, facts.touched)) {
      // Which of the two begins first may change from time to time.
      const key = [`${placeKey(pair.first)} ${clash.one.label}`, `${placeKey(pair.second)} ${clash.other.label}`].sort().join('|');
      const known = found.get(key);
      found.set(key, known ? { ...known, count: known.count + 1 } : describe(pair, clash));
    }
  }
  return [...found.values()];
}

interface Clash { readonly one: Region; readonly other: Region; readonly bytes: readonly Run[]; readonly write: Spot; readonly against: Spot; readonly writes: boolean }

function clashes({ first, second }: CallPair, touched: ReadonlyMap<number, Touched>): Clash[] {
  const found: Clash[] = [];
  for (const one of first.regions) for (const other of second.regions) {
    const [mine, theirs] = [touched.get(one.id)?.sites?.all ?? [], touched.get(other.id)?.sites?.all ?? []];
    const shift = Number(other.address - one.address);
    const clash = mine.flatMap(a => theirs.map(b => clashOf(one, other, shift, a, b))).find(each => each !== null);
    if (clash) found.push(clash);
  }
  return found;
}

function clashOf(one: Region, other: Region, shift: number, a: Spot, b: Spot): Clash | null {
  if ((!a.write && !b.write) || (isAtomic(a.insn) && isAtomic(b.insn))) return null;
  const bytes = intersection(a.bytes.runs(), b.bytes.runs().map(run => ({ from: run.from + shift, to: run.to + shift })));
  return bytes.length === 0 ? null : { one, other, bytes, write: a, against: b, writes: a.write && b.write };
}

function isAtomic(insn: Insn | null): boolean {
  return /^(?:lock |xchg )/.test(insn?.text ?? '');
}

function describe({ first, second }: CallPair, { one, other, bytes, write, against, writes }: Clash): Finding {
  const size = bytes.reduce((sum, run) => sum + run.to - run.from, 0);
  const [from, to] = [bytes[0]?.from ?? 0, bytes.at(-1)?.to ?? 0];
  const what = writes ? 'both wrote' : write.write ? `${caller(first)} wrote and ${caller(second)} read` : `${caller(first)} read and ${caller(second)} wrote`;
  const message = `${caller(first)} and ${caller(second)} ran at the same time on two threads and ${what} ${byteCount(size)} at ${offsets(from, to)} of ${named(one)}${shortName(one) === shortName(other) ? '' : `, which the second knows as \`${shortName(other)}\``}: which came first is chance.`;
  return finding('data-race', 'error', message, {
    ...placeOfCall(first), ...native(write.insn), region: one.id, offset: from, size: to - from, access: write.seq, ordinal: write.ordinal,
    related: [callPlace(second, `${caller(second)} ran at the same time, as call ${second.id}`), ...nativePlace(against.insn, `${against.write ? 'writes' : 'reads'} the same bytes`)],
  });
}
