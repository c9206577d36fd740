import type { Field, Finding, Region, Trace } from '../../model/types';
import { shortName } from '../../queries/fields';
import { count as countOf } from '../../text/numbers';
import { finding } from '../finding';
import { gaps, union, type Run } from '../scan/byteset';
import { saysFailed } from '../scan/needs';
import type { CallRule, DoneCall } from '../scan/scan';
import { placeKey } from '../scan/spots';
import { byteCount, caller, declared, offsets, placeOfCall } from '../words';
import { isTerminated, knowsLength } from './length';

/** Something the program gets back that native code did not write. */
interface Missing { readonly key: string; readonly words: string; readonly run: Run; /** Nothing was written at all. */ readonly nothing?: true }

/** Results, or fields or bytes of them, that native code did not write. Padding is none, nor what lies behind a length that is known. */
export class NeverWritten {
  private readonly found = new Map<string, { finding: Finding; calls: number }>();

  constructor(private readonly trace: Trace) {}

  get findings(): Finding[] {
    return [...this.found.values()].map(({ finding: one, calls }) => ({ ...one, count: calls, message: calls > 1 ? one.message.replace(/\.$/, ` (in ${countOf(calls, 'call')}).`) : one.message }));
  }

  readonly rule: CallRule = async (done) => {
    const { call } = done;
    if (call.end === null || call.incomplete || call.threw) return;
    for (const region of call.regions) {
      if (region.direction !== 'out' || region.size === 0) continue;
      for (const missing of await this.missing(done, region)) this.add(done, region, missing);
    }
  };

  private async missing(done: DoneCall, region: Region): Promise<readonly Missing[]> {
    const written = writtenTo(done, region);
    const unwritten = gaps(written, region.size);
    if (unwritten.length === 0 || this.calledBack(done, region)) return [];
    const end = written.at(-1)?.to ?? 0;
    if (end === 0 && saysFailed(done.call)) return [];
    const unit = region.typeSize ?? 1;
    // What stands behind the last byte written is a finding unless a number or the text itself says that it does not count.
    const counted = Math.ceil(end / unit) * unit;
    const open = counted < region.size && !(await knowsLength(this.trace, done.call, region, end)) && !(await isTerminated(this.trace, region, end));
    const limit = open ? region.size : counted;
    if (end === 0) return open ? [{ key: '', words: `anything of ${declared(region)}`, run: { from: 0, to: region.size }, nothing: true }] : [];
    const inside = unwritten.filter(run => run.from < limit).map(run => ({ from: run.from, to: Math.min(run.to, limit) }));
    return region.fields.length > 0 ? this.fields(region, inside, written) : bytesMissing(region, inside);
  }

  /** Fields of which bytes are missing. */
  private async fields(region: Region, unwritten: readonly Run[], written: readonly Run[]): Promise<Missing[]> {
    const size = region.typeSize ?? region.size;
    const missing: Missing[] = [];
    for (let base = 0; base < region.size; base += size) {
      const element = region.size > size ? `[${base / size}]` : '';
      for (const field of region.fields) {
        const from = base + field.offset;
        const holes = cutTo(unwritten, from, from + field.size);
        if (holes.length === 0 || inUnion(region, field, base, written) || (await this.isText(region, field, from, holes))) continue;
        const lost = holes.reduce((sum, hole) => sum + hole.to - hole.from, 0);
        const all = lost === field.size;
        const words = `${all ? '' : `${byteCount(lost)} of `}\`${shortName(region)}${element}.${field.name}\` (\`${field.type}\`, ${byteCount(field.size)} at offset ${from})`;
        missing.push({ key: field.name, words, run: { from: holes[0]?.from ?? from, to: holes.at(-1)?.to ?? from } });
      }
    }
    return missing;
  }

  private async isText(region: Region, field: Field, from: number, holes: readonly Run[]): Promise<boolean> {
    const end = holes[0]?.from ?? from;
    return /^(?:s?char|int8(?:_t)?|string)\b.*\[/.test(field.type) && holes.length === 1 && holes[0]?.to === from + field.size && end > from && (await isTerminated(this.trace, region, end));
  }

  /** A callback may have filled it from JavaScript, which leaves no accesses. */
  private calledBack({ call }: DoneCall, region: Region): boolean {
    return region.arg !== null && (call.children.length > 0 || this.trace.callbacks.some(callback => callback.call === call.id));
  }

  private add(done: DoneCall, region: Region, { key, words, run, nothing }: Missing): void {
    const { call } = done;
    const place = `${placeKey(call)}|${region.label}|${key}`;
    const known = this.found.get(place);
    if (known) {
      known.calls++;
      return;
    }
    const onlyRead = nothing === true && done.read(region).length > 0;
    const message = `${caller(call)} returned without having written ${words}${onlyRead ? ', which it only read' : ''}: the program gets back whatever was there before.`;
    const fix = { kind: 'direction', to: onlyRead ? 'in' : 'inout' } as const;
    this.found.set(place, { calls: 1, finding: finding('never-written', 'warning', message, { ...placeOfCall(call), region: region.id, offset: run.from, size: run.to - run.from, fix }) });
  }
}

/** Writes to regions of other arguments over the same bytes count too. */
function writtenTo(done: DoneCall, region: Region): readonly Run[] {
  const lists = [done.written(region)];
  for (const other of done.call.regions) {
    if (other.id === region.id || other.address >= region.address + BigInt(region.size) || region.address >= other.address + BigInt(other.size)) continue;
    const shift = Number(other.address - region.address);
    lists.push(done.written(other).map(run => ({ from: Math.max(0, run.from + shift), to: Math.min(region.size, run.to + shift) })).filter(run => run.from < run.to));
  }
  return lists.length === 1 ? lists[0] as readonly Run[] : union(lists);
}

function bytesMissing(region: Region, holes: readonly Run[]): Missing[] {
  if (holes.length === 0) return [];
  const [first, last] = [holes[0] as Run, holes.at(-1) as Run];
  const lost = holes.reduce((sum, hole) => sum + hole.to - hole.from, 0);
  return [{ key: 'bytes', words: `${byteCount(lost)} of ${declared(region)}, ${holes.length > 1 ? 'between' : 'at'} ${offsets(first.from, last.to)}`, run: { from: first.from, to: last.to } }];
}

function cutTo(runs: readonly Run[], from: number, to: number): Run[] {
  return runs.filter(run => run.from < to && from < run.to).map(run => ({ from: Math.max(run.from, from), to: Math.min(run.to, to) }));
}

/** The field shares its bytes with another one, of a union, that was written whole. */
function inUnion(region: Region, field: Field, base: number, written: readonly Run[]): boolean {
  return region.fields.some(other => other !== field && other.offset < field.offset + field.size && field.offset < other.offset + other.size
    && gaps(cutTo(written, base + other.offset, base + other.offset + other.size).map(run => ({ from: run.from - base - other.offset, to: run.to - base - other.offset })), other.size).length === 0);
}
