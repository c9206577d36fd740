import type { Call, Finding, Region } from '../../model/types';
import { finding } from '../finding';
import type { Needs } from '../scan/needs';
import type { CallRule, DoneCall } from '../scan/scan';
import { placeKey } from '../scan/spots';
import { byteCount, callPlace, caller, declared, placeOfCall } from '../words';

/** A call said that it failed and wrote nothing, and a later call was given what it should have filled. */
export class RetcodeIgnored {
  private readonly found = new Map<string, Finding>();
  /** Failed calls that wrote nothing, by the memory that they left as it was. */
  private readonly left = new Map<number, { call: Call; region: Region }>();

  get findings(): Finding[] {
    return [...this.found.values()];
  }

  rule(failed: Needs['failed']): CallRule {
    return (done) => {
      if (failed.size === 0) return;
      for (const region of done.call.regions) this.use(done, region);
      for (const region of done.call.regions) this.leave(done, region, failed);
    };
  }

  private use(done: DoneCall, region: Region): void {
    const { call } = done;
    const left = this.left.get(region.memory);
    if (!left || left.call.id === call.id) return;
    if (done.written(region).length > 0) this.left.delete(region.memory);
    const overlaps = region.address < left.region.address + BigInt(left.region.size) && left.region.address < region.address + BigInt(region.size);
    if (!overlaps || done.read(region).length === 0) return;
    const key = placeKey(left.call);
    const known = this.found.get(key);
    if (known) {
      this.found.set(key, { ...known, count: known.count + 1 });
      return;
    }
    const bytes = done.read(region).reduce((sum, run) => sum + run.to - run.from, 0);
    const message = `${caller(left.call)} returned ${left.call.result ?? 'a failure'} and wrote nothing to ${declared(left.region)}, and the program went on: ${caller(call)} read ${byteCount(bytes)} of it.`;
    this.found.set(key, finding('retcode-ignored', 'warning', message, {
      ...placeOfCall(left.call), region: left.region.id, offset: 0, size: left.region.size, related: [callPlace(call, `${caller(call)} was given it in call ${call.id}`)],
    }));
  }

  private leave(done: DoneCall, region: Region, failed: Needs['failed']): void {
    const { call } = done;
    if (region.memory === 0 || !failed.get(region.memory)?.includes(call)) return;
    if (call.regions.every(other => !other.direction.includes('out') || done.written(other).length === 0)) this.left.set(region.memory, { call, region });
  }
}
