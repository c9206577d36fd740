import type { Finding, Region, Trace } from '../../model/types';
import { finding } from '../finding';
import { intersection, type Run } from '../scan/byteset';
import type { CallRule } from '../scan/scan';
import { nativeKey, placeKey, type Spot } from '../scan/spots';
import { unwrittenRuns } from '../scan/unwritten';
import { byteCount, caller, named, nativePlace, offsets, placeOf } from '../words';

/** Native code read bytes of a buffer that neither the program nor the call itself had written. */
export class ReadUninitialised {
  private readonly found = new Map<string, Finding>();

  constructor(private readonly trace: Trace) {}

  get findings(): Finding[] {
    return [...this.found.values()];
  }

  readonly rule: CallRule = async (done) => {
    for (const region of done.call.regions) {
      if (region.unwritten !== true) continue;
      const reads = done.readFirst(region);
      const contents = reads.length === 0 ? null : await this.trace.snapshot(region.id, 'before');
      if (contents === null) continue;
      const unwritten = unwrittenRuns(contents, region.address);
      for (const spot of reads) this.add(region, spot, intersection(spot.bytes.runs(), unwritten));
    }
  };

  private add(region: Region, spot: Spot, bytes: readonly Run[]): void {
    if (bytes.length === 0) return;
    const key = `${placeKey(spot.call)}|${region.label}|${nativeKey(spot.insn)}`;
    const known = this.found.get(key);
    if (known) {
      this.found.set(key, { ...known, count: known.count + 1 });
      return;
    }
    const [from, to] = [bytes[0]?.from ?? 0, bytes.at(-1)?.to ?? 0];
    const total = bytes.reduce((sum, run) => sum + run.to - run.from, 0);
    const message = `${caller(spot.call)} read ${byteCount(total)} ${bytes.length > 1 ? 'between' : 'at'} ${offsets(from, to)} of ${named(region)} that nobody had written: \`Buffer.allocUnsafe\` gives memory as it is; write it first, or use \`Buffer.alloc\`.`;
    this.found.set(key, finding('read-uninitialised', 'warning', message, {
      ...placeOf(spot), offset: from, size: to - from, count: 1, related: nativePlace(spot.insn, `reads ${byteCount(spot.size)}`),
    }));
  }
}
