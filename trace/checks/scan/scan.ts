import type { AccessBlock, Call, Insn, Pause, Region, Shapes, Trace } from '../../model/types';
import { ByteSet, type Run } from './byteset';
import { Layouts, type Layout } from './layout';
import { Need, type Needs } from './needs';
import { isBlockMove } from './move';
import { Way, waysOf, type Ways } from './ways';
import { scansAhead, searches } from './scanning';
import { Spots, type Spot } from './spots';
import { widthOf } from './width';

/** Bytes of one region touched so far. */
export interface Touched { readonly written: ByteSet; readonly read: ByteSet; readonly sites: Spots | null; readonly readFirst: Spots | null }

/** A call of which no access is to come. */
export interface DoneCall {
  readonly call: Call;
  written(region: Region): readonly Run[];
  read(region: Region): readonly Run[];
  /** Reads of bytes that the call had not written before, of regions that may hold bytes that nobody wrote. */
  readFirst(region: Region): readonly Spot[];
}
export type CallRule = (done: DoneCall) => void | Promise<void>;

/** Accesses that are findings in themselves, by what is wrong with them. */
export interface Facts {
  readonly lost: readonly Spot[];
  readonly outside: readonly Spot[];
  /** One access that ends in another region than it began in; offsets count from the first. */
  readonly crossing: readonly Spot[];
  readonly late: readonly Spot[];
  /** In buffers of the program that no call was given. */
  readonly strangers: readonly Spot[];
  readonly partial: readonly Spot[];
  /** Ends past the region, so the recorder cut it; sizes are those before the cut. */
  readonly cut: readonly Spot[];
  readonly needs: Needs;
  readonly touched: ReadonlyMap<number, Touched>;
}

const WRITE = 1;
const UNCERTAIN = 2;
const KERNEL = 4;

/**
 * One pass over all accesses, block by block. What is kept grows with the places in the program that make mistakes and with the
 * calls that are running, not with the accesses: rules that need the bytes a call touched get them when it is done.
 */
export class Scan {
  private readonly lost: Spots; private readonly outside: Spots; private readonly crossing: Spots;
  private readonly late: Spots; private readonly strangers: Spots; private readonly partial: Spots; private readonly cut: Spots;
  private readonly layouts = new Layouts();
  private readonly widths: Uint16Array;
  private readonly touched = new Map<number, Touched>();
  private lastTouched: Touched | null = null;
  private lastRegion = 0;

  constructor(private readonly trace: Trace, private readonly needs: Needs, private readonly rules: readonly CallRule[], private readonly pause?: Pause) {
    const spots = () => new Spots(trace);
    this.lost = new Spots(trace, false);
    [this.outside, this.crossing, this.late, this.strangers, this.partial, this.cut] = [spots(), spots(), spots(), spots(), spots(), spots()];
    this.widths = widthsOf(trace.insnById);
  }

  async run(): Promise<Facts> {
    const order = retirement(this.trace);
    let next = 0;
    const pass = this.trace.scan();
    for (let at = 0; at < this.trace.tree.blocks.length; at++) {
      const block = await pass.block(at);
      this.block(block);
      const seen = block.firstOrdinal + block.length;
      await this.pause?.();
      for (; next < order.length && (order[next] as Retired).after <= seen; next++) await this.retire((order[next] as Retired).call);
    }
    for (; next < order.length; next++) await this.retire((order[next] as Retired).call);
    const all = (spots: Spots) => spots.all;
    return {
      lost: all(this.lost), outside: all(this.outside), crossing: all(this.crossing), late: all(this.late), strangers: all(this.strangers), partial: all(this.partial), cut: all(this.cut),
      needs: this.needs, touched: this.touched,
    };
  }

  /** A block of accesses: by shapes where it has them, so that what is as it should be costs little, or nothing. */
  block(block: AccessBlock): void {
    const ways = waysOf(block, this.trace, this.needs, this.widths, this.layouts, id => this.touch(id));
    if (ways === null) this.rows(block, 0, block.length);
    else if (ways.most > Way.nothing) this.shaped(block, block.shapes as Shapes, ways);
  }

  private shaped(block: AccessBlock, { which, size: sizes }: Shapes, { way, sets, layouts }: Ways): void {
    const { offset, length } = block;
    for (let row = 0; row < length; row++) {
      const shape = which[row] as number;
      const what = way[shape] as number;
      if (what === Way.nothing) continue;
      const from = offset[row] as number;
      const size = sizes[shape] as number;
      if (what === Way.look) {
        let end = row + 1;
        while (end < length && way[which[end] as number] === Way.look) end++;
        this.rows(block, row, end);
        row = end - 1;
        continue;
      }
      if (what === Way.layout && (layouts[shape] as Layout).mismatch(from, size)) {
        this.rows(block, row, row + 1);
        continue;
      }
      const set = sets[shape] as ByteSet | null;
      if (set === null) continue;
      if (from === set.high) set.high = from + size;
      else set.add(from, from + size);
    }
  }

  /** Columns only, no objects, for accesses that are as they should be. */
  private rows(block: AccessBlock, first: number, end: number): void {
    const { region, call, insn, offset, size, flags } = block;
    const { bits, owner, size: sizes } = this.needs;
    const { widths } = this;
    for (let row = first; row < end; row++) {
      const id = region[row] as number;
      if (id === 0) {
        this.beyond(block, row);
        continue;
      }
      const need = bits[id] as number;
      const from = offset[row] as number;
      const bytes = size[row] as number;
      const lender = owner[id] as number;
      if (lender !== 0 && lender !== (call[row] as number) && this.foreign(block, row, id, lender)) continue;
      if ((need & Need.stranger) !== 0) {
        if (((flags[row] as number) & UNCERTAIN) === 0 && !searches(this.trace, block, row)) this.strangers.note(block, row, this.region(id));
        continue;
      }
      if (need !== 0) {
        if ((need & Need.fresh) !== 0) this.readsFirst(block, row, id);
        if ((need & (Need.written | Need.read)) !== 0) {
          const touched = id === this.lastRegion ? this.lastTouched as Touched : this.touch(id);
          const set = (flags[row] as number) & WRITE ? touched.written : touched.read;
          if (from === set.high) set.high = from + bytes;
          else set.add(from, from + bytes);
        }
        if ((need & (Need.lost | Need.sites | Need.layout)) !== 0) this.judge(block, row, id, need);
      }
      if (from + bytes === (sizes[id] as number) && ((widths[insn[row] as number] as number) > bytes || (block.count[row] as number) > 1)) this.atEnd(block, row, id);
    }
  }

  private touch(id: number): Touched {
    let touched = this.touched.get(id);
    if (touched === undefined) {
      const sites = ((this.needs.bits[id] as number) & Need.sites) !== 0 ? new Spots(this.trace) : null;
      const readFirst = ((this.needs.bits[id] as number) & Need.fresh) !== 0 ? new Spots(this.trace) : null;
      this.touched.set(id, (touched = { written: new ByteSet(), read: new ByteSet(), sites, readFirst }));
    }
    this.lastRegion = id;
    return (this.lastTouched = touched);
  }

  private judge(block: AccessBlock, row: number, id: number, need: number): void {
    const flags = block.flags[row] as number;
    if (need & Need.lost && (flags & (WRITE | UNCERTAIN)) === WRITE) this.lost.note(block, row, this.region(id));
    if (need & Need.sites) this.touch(id).sites?.note(block, row, this.region(id));
    if (!(need & Need.layout)) return;
    const region = this.region(id);
    const layout = this.layouts.of(region);
    const [offset, size] = [block.offset[row] as number, block.size[row] as number];
    // A piece of an access that was cut at the region's end is judged with the whole of it.
    const isPiece = offset + size === region.size && (this.widths[block.insn[row] as number] as number) > size;
    if (isPiece || !layout?.mismatch(offset, size) || isBlockMove(this.trace, block, row)) return;
    this.partial.note(block, row, region, size, `${offset % layout.size} ${size}`);
  }

  /** The access may have gone on behind the region's end. */
  private atEnd(block: AccessBlock, row: number, id: number): void {
    const [insn, size, count] = [block.insn[row] as number, block.size[row] as number, block.count[row] as number];
    const width = this.widths[insn] as number;
    if ((block.flags[row] as number) & (UNCERTAIN | KERNEL) || scansAhead(this.trace, block, row) || this.continues(block, row - 1, row)) return;
    const region = this.region(id);
    const next = this.continues(block, row, row + 1) ? row + 1 : null;
    if (count > 1) {
      if (next !== null && block.region[next] !== 0) this.crossing.note(block, row, region, size + (block.size[next] as number));
      return;
    }
    if (width <= size) return;
    if (width <= 8) this.cut.note(block, row, region, width);
    // A piece that lies outside every region is a row of its own, and is judged there.
    if (next === null || block.region[next] !== 0) this.crossing.note(block, row, region, width);
  }

  /** Whether row `next` is the rest of the access whose first piece is row `row`. */
  private continues(block: AccessBlock, row: number, next: number): boolean {
    if (row < 0 || next >= block.length || block.insn[next] !== block.insn[row] || block.flags[next] !== block.flags[row]) return false;
    const width = this.widths[block.insn[row] as number] as number;
    const sum = (block.size[row] as number) + (block.size[next] as number);
    if (((block.count[row] as number) === 1 && sum > width) || ((block.count[row] as number) > 1 && block.count[next] === 1)) return false;
    return this.addressOf(block, row) + BigInt(block.size[row] as number) === this.addressOf(block, next);
  }

  private addressOf(block: AccessBlock, row: number): bigint {
    const region = this.trace.regionById.get((block.region[row] as number) || (block.anchor[row] as number));
    return (region?.address ?? 0n) + BigInt(block.offset[row] as number);
  }

  /** Outside every region: in memory whose nearest region is known. */
  private beyond(block: AccessBlock, row: number): void {
    const region = this.trace.regionById.get(block.anchor[row] as number);
    if (!region || (block.flags[row] as number) & UNCERTAIN) return;
    if (this.isLate(region, block, row)) this.late.note(block, row, region);
    else if (!scansAhead(this.trace, block, row)) this.outside.note(block, row, region);
  }

  /** In a region that was lent to another call than the one that is running: whether that had ended. */
  private foreign(block: AccessBlock, row: number, id: number, lender: number): boolean {
    if (this.trace.callById.get(lender)?.end === null) return false;
    const region = this.trace.regionById.get(id);
    const late = region !== undefined && this.isLate(region, block, row);
    if (late) this.late.note(block, row, region);
    return late;
  }

  private readsFirst(block: AccessBlock, row: number, id: number): void {
    if ((block.flags[row] as number) & (WRITE | UNCERTAIN) || searches(this.trace, block, row)) return;
    const { written, readFirst } = this.touch(id);
    const from = block.offset[row] as number;
    for (const run of written.missing(from, from + (block.size[row] as number))) readFirst?.note(block, row, this.region(id), run);
  }

  private isLate(region: Region, block: AccessBlock, row: number): boolean {
    if (region.call === null || region.call === block.call[row]) return false;
    const end = this.trace.callById.get(region.call)?.end ?? null;
    return end !== null && (block.time[row] as number) > end;
  }

  private region(id: number): Region {
    return this.trace.regionById.get(id) as Region;
  }

  private async retire(call: Call): Promise<void> {
    const done: DoneCall = {
      call, written: region => this.touched.get(region.id)?.written.runs() ?? [],
      read: region => this.touched.get(region.id)?.read.runs() ?? [],
      readFirst: region => this.touched.get(region.id)?.readFirst?.all ?? [],
    };
    for (const rule of this.rules) {
      const waiting = rule(done);
      if (waiting) await waiting;
    }
    for (const region of call.regions) if (((this.needs.bits[region.id] as number) & Need.sites) === 0) this.touched.delete(region.id);
    this.lastRegion = 0;
  }
}

interface Retired { readonly call: Call; readonly after: number }

/** Calls by the ordinal after which none of their accesses, nor of calls and threads they started, is to come. */
function retirement(trace: Trace): Retired[] {
  // A call without accesses has no place among them of its own: it is done with the one before it on its thread.
  const latest = new Map<number, number>();
  const after = new Map(trace.calls.map((call) => {
    const before = latest.get(call.thread) ?? 0;
    const own = call.end === null ? Infinity : call.firstOrdinal === call.lastOrdinal ? before : call.lastOrdinal;
    if (own !== Infinity) latest.set(call.thread, Math.max(before, own));
    return [call.id, own] as const;
  }));
  for (const call of [...trace.calls].reverse()) {
    if (call.parent !== null) after.set(call.parent, Math.max(after.get(call.parent) ?? 0, after.get(call.id) as number));
  }
  return trace.calls.map(call => ({ call, after: after.get(call.id) as number })).sort((a, b) => a.after - b.after || a.call.id - b.call.id);
}

/** Ids are given in order; higher ones are in no recording that a recorder wrote. */
const MOST_INSNS = 1 << 24;

function widthsOf(insns: ReadonlyMap<number, Insn>): Uint16Array {
  let highest = 0;
  for (const id of insns.keys()) if (id > highest && id < MOST_INSNS) highest = id;
  const widths = new Uint16Array(highest + 1);
  for (const [id, insn] of insns) widths[id] = widthOf(insn);
  return widths;
}
