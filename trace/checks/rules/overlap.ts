import type { Finding, Region } from '../../model/types';
import { shortName } from '../../queries/fields';
import { finding } from '../finding';
import { intersection, union, type Run } from '../scan/byteset';
import type { CallRule, DoneCall } from '../scan/scan';
import { placeKey } from '../scan/spots';
import { byteCount, caller, named, offsets, placeOfCall } from '../words';

/** Two arguments of a call share bytes, and native code wrote to some of them. */
export class Overlap {
  private readonly found = new Map<string, Finding>();

  get findings(): Finding[] {
    return [...this.found.values()];
  }

  readonly rule: CallRule = (done) => {
    const { regions } = done.call;
    for (let at = 0; at < regions.length; at++) {
      for (let next = at + 1; next < regions.length; next++) this.pair(done, regions[at] as Region, regions[next] as Region);
    }
  };

  private pair(done: DoneCall, one: Region, other: Region): void {
    if (one.arg === other.arg || one.size === 0 || other.size === 0) return;
    const shift = Number(other.address - one.address);
    const from = Math.max(0, shift);
    const to = Math.min(one.size, shift + other.size);
    if (from >= to) return;
    const written = union([done.written(one), done.written(other).map(run => ({ from: run.from + shift, to: run.to + shift }))]);
    const hit = intersection(written, [{ from, to }]);
    if (hit.length > 0) this.add(done, one, other, { from, to }, hit);
  }

  private add({ call }: DoneCall, one: Region, other: Region, shared: Run, hit: readonly Run[]): void {
    const key = `${placeKey(call)}|${one.label}|${other.label}`;
    const known = this.found.get(key);
    if (known) {
      this.found.set(key, { ...known, count: known.count + 1 });
      return;
    }
    const bytes = hit.reduce((sum, run) => sum + run.to - run.from, 0);
    const message = `${caller(call)} was given ${named(one)} and ${named(other)}, which share ${byteCount(shared.to - shared.from)} at ${offsets(shared.from, shared.to)} of \`${shortName(one)}\`, and wrote ${byteCount(bytes)} of them.`;
    this.found.set(key, finding('overlap', 'warning', message, { ...placeOfCall(call), region: one.id, offset: shared.from, size: shared.to - shared.from }));
  }
}
