import type { Line } from '../format/lines';
import { TraceWriter } from './writer';

export interface RegionSpec {
  readonly label: string; readonly size: number; readonly kind?: string; readonly arg?: number | null; readonly parent?: number; readonly type?: TypeSpec;
  readonly address?: bigint; readonly flags?: number; readonly memory?: number; readonly before?: number; readonly after?: number; readonly bytes?: Uint8Array;
}
/** Fields as [name, type, size], laid out one behind the other unless `at` says otherwise. */
export interface TypeSpec { readonly name: string; readonly size: number; readonly fields: readonly (readonly [name: string, type: string, size: number, at?: number])[] }
export interface FunctionSpec { readonly name: string; readonly library: string; readonly params: readonly (readonly [name: string, type: string, direction: string])[] }
export interface CallSpec {
  readonly fn: FunctionSpec; readonly line: number; readonly file?: string; readonly args: readonly string[];
  readonly regions: readonly RegionSpec[]; readonly parent?: number | null; readonly flags?: number; readonly takes?: number;
}
export interface AccessSpec {
  readonly region: number; readonly offset: number; readonly size: number; readonly write?: boolean; readonly line: number; readonly fn?: string;
  readonly file?: string; readonly flags?: number; readonly count?: number; readonly anchor?: number; readonly takes?: number;
}

interface Open { id: number; reads: number; writes: number; first: number; last: number; read: Map<number, Set<number>>; written: Map<number, Set<number>> }

/** Builds recordings the way the recorder would: one thread, time going on with every access. */
export class TraceBuilder {
  readonly writer: TraceWriter;
  time = 1_000_000;
  private readonly ids = new Map<string, number>();
  private readonly open: Open[] = [];
  private calls = 0;
  private regions = 0;
  private ordinal = 0;
  private nextAddress = 0x7f3a_2000_0000n;
  totals = { reads: 0, writes: 0 };

  constructor(info: Line = {}, readonly library = '/usr/lib/x86_64-linux-gnu/libwire.so') {
    this.writer = new TraceWriter(info);
    this.writer.def({ def: 'process', id: 1, pid: 4711, program: 'node' });
    this.writer.def({ def: 'thread', id: 1, tid: 4711, name: 'main', process: 1 });
  }

  /** Id of a definition, made at its first use. */
  define(kind: string, key: string, make: () => Line): number {
    const name = `${kind} ${key}`;
    let id = this.ids.get(name);
    if (id === undefined) {
      id = [...this.ids.keys()].filter(other => other.startsWith(`${kind} `)).length + 1;
      this.ids.set(name, id);
      this.writer.def({ def: kind, id, ...make() });
    }
    return id;
  }

  /** Begins a call; returns its id and the ids of its regions. */
  begin(spec: CallSpec): { call: number; regions: number[] } {
    const call = ++this.calls;
    const fn = this.define('function', spec.fn.name, () => ({
      name: spec.fn.name, library: spec.fn.library, result: 'int', params: spec.fn.params.map(([name, type, direction]) => ({ name, type, direction })),
    }));
    const first = this.regions + 1;
    const regions = spec.regions.map(region => this.regionLine(region, first));
    const site = this.site(spec.line, spec.file);
    this.event({ ev: 'begin', call, function: fn, site, thread: 1, flags: spec.flags ?? 0, parent: spec.parent ?? null, args: spec.args, regions });
    spec.regions.forEach((region, at) => { if (region.bytes) this.writer.snapshot(call, first + at, 'before', region.bytes); });
    this.open.push({ id: call, reads: 0, writes: 0, first: this.ordinal, last: this.ordinal, read: new Map(), written: new Map() });
    this.time += spec.takes ?? 2_000;
    return { call, regions: regions.map((_, at) => first + at) };
  }

  access(spec: AccessSpec): number {
    const call = this.open.at(-1);
    if (!call) throw new Error('an access outside calls');
    const write = spec.write === true;
    const insn = this.insn(spec);
    this.time += spec.takes ?? 40;
    this.writer.access(1, {
      call: call.id, insn, region: spec.region, anchor: spec.anchor ?? 0, offset: spec.offset, size: spec.size,
      flags: (write ? 1 : 0) | (spec.flags ?? 0), count: spec.count ?? 1, time: this.time,
    });
    if (call.reads + call.writes === 0) call.first = this.ordinal;
    if (write) call.writes++;
    else call.reads++;
    this.totals[write ? 'writes' : 'reads']++;
    const touched = write ? call.written : call.read;
    const bytes = touched.get(spec.region) ?? new Set();
    touched.set(spec.region, bytes);
    for (let at = 0; at < spec.size; at++) bytes.add(spec.offset + at);
    call.last = ++this.ordinal;
    return this.ordinal - 1;
  }

  end(result = '0', after: ReadonlyMap<number, Uint8Array> = new Map()): void {
    const call = this.open.pop();
    if (!call) throw new Error('no call to end');
    this.time += 1_000;
    for (const [region, bytes] of after) this.writer.snapshot(call.id, region, 'after', bytes);
    const distinct = (touched: Map<number, Set<number>>) => [...touched.values()].reduce((sum, bytes) => sum + bytes.size, 0);
    this.event({
      ev: 'end', call: call.id, flags: 0, accesses: call.reads + call.writes, reads: call.reads, writes: call.writes,
      bytesRead: distinct(call.read), bytesWritten: distinct(call.written), firstOrdinal: call.first, lastOrdinal: call.last,
    });
    this.event({ ev: 'result', call: call.id, text: result, threw: false });
  }

  event(event: Line): void {
    this.writer.event({ time: this.time, ...event });
  }

  site(line: number, file = '/home/dev/app/app.js'): number {
    const stack = [{ name: 'main', file, line, column: 9 }, { name: null, file, line: 60, column: 1 }];
    return this.define('site', `${file}:${line}`, () => ({ file, line, column: 15, stack }));
  }

  /** A system call, after the `accesses` that the kernel did for it. */
  syscall(name: string, number: number, args: readonly string[], result: number, accesses = 1): void {
    this.event({ ev: 'syscall', call: this.open.at(-1)?.id ?? 0, thread: 1, name, number, args, result, ordinal: this.ordinal - accesses });
  }

  finish(end: Line = {}): Uint8Array {
    const counts = { calls: this.calls, accesses: this.ordinal, ...this.totals, threads: 1, processes: 1 };
    return this.writer.finish({ counts, duration: this.time + 400_000, ...end });
  }

  private insn(spec: AccessSpec): number {
    const file = spec.file ?? 'wire.c';
    const write = spec.write === true;
    return this.define('insn', `${file}:${spec.line}:${write}`, () => {
      const module = this.define('module', this.library, () => ({ path: this.library, buildId: 'c0ffee', base: '0x7f0000000000' }));
      const offset = 0x1000 + spec.line * 16 + (write ? 8 : 0);
      return {
        pc: `0x${(0x7f0000000000 + offset).toString(16)}`, module, offset, symbol: spec.fn ?? 'wire_run', symbolOffset: spec.line % 64,
        file: `/build/wire/${file}`, line: spec.line, inlined: [], text: null,
      };
    });
  }

  private regionLine(spec: RegionSpec, first: number): Line {
    const id = ++this.regions;
    const address = spec.address ?? this.nextAddress;
    this.nextAddress += BigInt(Math.ceil(spec.size / 4096) + 4) * 4096n;
    return {
      id, label: this.define('label', spec.label, () => ({ text: spec.label })), type: spec.type ? this.type(spec.type) : 0,
      kind: spec.kind ?? (spec.type ? 'struct' : 'buffer'), flags: spec.flags ?? 3, arg: spec.arg ?? null,
      parent: spec.parent === undefined ? null : first + spec.parent, memory: spec.memory ?? id,
      address: `0x${address.toString(16)}`, size: spec.size, before: spec.before ?? 0, after: spec.after ?? 0,
    };
  }

  private type(spec: TypeSpec): number {
    return this.define('type', spec.name, () => {
      let at = 0;
      const fields = spec.fields.map(([name, type, size, where]) => {
        const offset = where ?? at;
        at = offset + size;
        return { name, type, offset, size };
      });
      return { name: spec.name, size: spec.size, fields };
    });
  }
}
