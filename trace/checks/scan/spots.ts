import type { AccessBlock, Call, Insn, Region, Trace } from '../../model/types';
import { ByteSet, type Run } from './byteset';
import { isLibc } from './move';

/** Accesses of one kind from one native line to one region of the calls at one place of the program. */
export interface Spot {
  /** The first of them, as it was. */
  readonly call: Call; readonly region: Region; readonly insn: Insn | null; readonly write: boolean; readonly kernel: boolean;
  readonly offset: number; readonly size: number; readonly seq: number; readonly ordinal: number; readonly time: number;
  /** Offsets touched, over all of them. */
  readonly bytes: ByteSet;
  accesses: number;
  calls: number;
  lastCall: number;
}

/** Where a call stands in the program, as a key: calls at one place are one finding. */
export function placeKey(call: Call): string {
  return call.site ? `${call.site.file}:${call.site.line}:${call.site.column} ${call.function}` : `${call.library} ${call.function}`;
}

export function nativeKey(insn: Insn | null): string {
  if (insn === null) return '';
  // One copy by the C library is several instructions on several lines.
  if (isLibc(insn.module)) return `${insn.module ?? ''} ${insn.file ?? insn.symbol ?? insn.offset}`;
  return insn.file !== null && insn.line !== null ? `${insn.file}:${insn.line}` : `${insn.module ?? ''}+${insn.offset}`;
}

/** Gathers accesses; as many spots as there are distinct places in the program, however many accesses. */
export class Spots {
  private readonly spots = new Map<string, Spot>();
  private last: Spot | null = null;
  private lastInsn = -1;
  private lastRegion = -1;

  /** `perLine`: native lines are kept apart; else all of a call's accesses to a region are one. */
  constructor(private readonly trace: Trace, private readonly perLine = true) {}

  get all(): Spot[] {
    return [...this.spots.values()];
  }

  /** Row `row` of a block, or some bytes of it; `region` is what its offset counts from. `detail` keeps spots apart that are findings of their own. */
  note(block: AccessBlock, row: number, region: Region, extent: number | Run = block.size[row] as number, detail = ''): void {
    const insn = block.insn[row] as number;
    const call = block.call[row] as number;
    const [offset, size] = typeof extent === 'number' ? [block.offset[row] as number, extent] : [extent.from, extent.to - extent.from];
    const known = this.last;
    const same = known !== null && detail === '' && this.lastInsn === insn && this.lastRegion === region.id && known.lastCall === call && known.write === (((block.flags[row] as number) & 1) !== 0);
    const spot = same ? known : this.find(block, row, region, offset, size, detail);
    if (spot === null) return;
    spot.accesses++;
    spot.bytes.add(offset, offset + size);
    if (spot.lastCall !== call) {
      spot.lastCall = call;
      spot.calls++;
    }
    this.last = detail === '' ? spot : null;
    this.lastInsn = insn;
    this.lastRegion = region.id;
  }

  private find(block: AccessBlock, row: number, region: Region, offset: number, size: number, detail: string): Spot | null {
    const call = this.trace.callById.get(block.call[row] as number);
    if (!call) return null;
    const flags = block.flags[row] as number;
    const insn = this.trace.insnById.get(block.insn[row] as number) ?? null;
    const write = (flags & 1) !== 0;
    const key = `${placeKey(call)}|${region.label}|${this.perLine ? nativeKey(insn) : ''}|${write ? 'w' : 'r'}|${detail}`;
    let spot = this.spots.get(key);
    if (spot === undefined) {
      spot = {
        call, region, insn, write, kernel: (flags & 4) !== 0, offset, size, seq: block.firstSeq + row,
        ordinal: block.firstOrdinal + row, time: block.time[row] as number, bytes: new ByteSet(), accesses: 0, calls: 0, lastCall: 0,
      };
      this.spots.set(key, spot);
    }
    return spot;
  }
}
