import { accessBlocks, type BlockRef } from '../format/blocks';
import { decodeAccesses } from '../format/columns';
import { BlockType } from '../format/layout';
import type { Line } from '../format/lines';
import { readPayload } from '../format/payload';
import { decodeValues, type Values } from '../format/values';
import { accessAt } from './access';
import { configured } from '../checks/config/apply';
import { defaultConfig, type CheckConfig } from '../checks/config/schema';
import { runChecks } from '../checks/registry';
import type { Definitions, ModuleDef, ProcessDef } from './definitions';
import { crashOf, type CrashEvent, type Events, type Retcode } from './events';
import { object } from '../format/lines';
import { Lru } from './lru';
import { Scan } from './scan';
import type { SnapshotPlaces } from './snapshot-places';
import { Snapshots } from './snapshots';
import { Tree } from './tree';
import type { Access, AccessBlock, ByteSource, Call, Finding, Insn, Pause, Region, Trace, TraceInfo } from './types';

/** Decoded accesses kept, bytes. */
const CACHE_BYTES = 48 * 1024 * 1024;
/** Values of writes kept, bytes in the file before compression. */
const VALUE_CACHE_BYTES = 16 * 1024 * 1024;
/** Decoded bytes of one access: five u32 columns, three doubles, one byte. */
const ROW_BYTES = 5 * 4 + 3 * 8 + 1;

export class Recording implements Trace {
  info!: TraceInfo;
  readonly calls: readonly Call[];
  readonly callById: ReadonlyMap<number, Call>;
  readonly regionById: ReadonlyMap<number, Region>;
  readonly insnById: ReadonlyMap<number, Insn>;
  readonly threads: Trace['threads'];
  readonly processes: readonly ProcessDef[];
  readonly modules: readonly ModuleDef[];
  readonly marks: Trace['marks'];
  readonly syscalls: Trace['syscalls'];
  readonly callbacks: Trace['callbacks'];
  readonly notes: Trace['notes'];
  readonly retcodes: readonly Retcode[];
  readonly crashes: readonly CrashEvent[];
  readonly lifetimes: Events['lifetimes'];
  readonly accessCount: number;
  readonly tree: Tree;
  private readonly accessBlocks: readonly BlockRef[];
  private readonly valueBlocks: ReadonlyMap<number, BlockRef>;
  private readonly snapshots: Snapshots;
  private readonly valueCache = new Lru<number, Promise<Values>>(VALUE_CACHE_BYTES);
  private readonly cache = new Lru<number, Promise<AccessBlock>>(CACHE_BYTES);
  private found: Promise<readonly Finding[]> | null = null;

  constructor(private readonly source: ByteSource, blocks: readonly BlockRef[], private readonly defs: Definitions, events: Events, snapshots: SnapshotPlaces, end: Line | null) {
    this.accessBlocks = accessBlocks(blocks);
    const last = this.accessBlocks.at(-1);
    this.accessCount = last ? last.first + last.items : 0;
    this.calls = linked(events);
    this.callById = events.calls;
    this.regionById = events.regions;
    this.insnById = defs.insns();
    this.threads = [...defs.threads.values()];
    this.processes = [...defs.processes.values()];
    this.modules = [...defs.modules.values()];
    this.marks = events.marks;
    this.syscalls = events.syscalls.sort((a, b) => a.ordinal - b.ordinal);
    this.callbacks = events.callbacks;
    this.notes = events.notes;
    this.retcodes = events.retcodes;
    this.lifetimes = events.lifetimes;
    this.crashes = withCrashOf(end, events.crashes);
    this.snapshots = new Snapshots(source, blocks, snapshots);
    this.tree = new Tree(source, blocks);
    this.valueBlocks = valueBlocks(blocks);
  }

  async *blocks(from = 0, to = this.accessCount): AsyncGenerator<AccessBlock> {
    for (let at = this.indexOf(from); at < this.accessBlocks.length; at++) {
      if ((this.accessBlocks[at] as BlockRef).first >= to) return;
      yield await this.decoded(at);
    }
  }

  async blockAt(ordinal: number): Promise<AccessBlock> {
    if (!(ordinal >= 0 && ordinal < this.accessCount)) throw new RangeError(`no access has number ${ordinal}`);
    return this.decoded(this.indexOf(ordinal));
  }

  block(at: number): Promise<AccessBlock> {
    return this.decoded(at);
  }

  scan(): Scan {
    return new Scan(this.source, this.accessBlocks);
  }

  async values(block: AccessBlock): Promise<Values | null> {
    const ref = this.valueBlocks.get(block.firstOrdinal);
    if (!ref) return null;
    let values = this.valueCache.get(block.firstOrdinal);
    if (!values) {
      values = readPayload(this.source, ref).then(payload => decodeValues(payload, block));
      this.valueCache.set(block.firstOrdinal, values, ref.raw + block.length * 4);
      values.catch(() => this.valueCache.delete(block.firstOrdinal));
    }
    return values;
  }

  async access(ordinal: number): Promise<Access> {
    const block = await this.blockAt(ordinal);
    return accessAt(this, block, ordinal - block.firstOrdinal);
  }

  snapshot(region: number, when: 'before' | 'after'): Promise<Uint8Array | null> {
    return this.snapshots.read(this.regionById.get(region), when);
  }

  async findings(config: CheckConfig = defaultConfig, pause?: Pause): Promise<readonly Finding[]> {
    return configured(await (this.found ??= runChecks(this, pause)), config);
  }

  site(id: number) {
    return this.defs.site(id);
  }

  /** Index of the last access block that begins at or before an ordinal. */
  private indexOf(ordinal: number): number {
    let low = 0;
    let high = this.accessBlocks.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.accessBlocks[middle] as BlockRef).first <= ordinal) low = middle;
      else high = middle;
    }
    return low;
  }

  private decoded(at: number): Promise<AccessBlock> {
    const known = this.cache.get(at);
    if (known) return known;
    const ref = this.accessBlocks[at] as BlockRef;
    const block = readPayload(this.source, ref).then(payload => decodeAccesses(payload, ref.thread, ref.items));
    this.cache.set(at, block, ref.items * ROW_BYTES);
    block.catch(() => this.cache.delete(at));
    return block;
  }
}

/** By the first ordinal of the accesses they stand behind. */
function valueBlocks(blocks: readonly BlockRef[]): ReadonlyMap<number, BlockRef> {
  const found = new Map<number, BlockRef>();
  let before: BlockRef | null = null;
  for (const block of blocks) {
    if (block.type === BlockType.values && before) found.set(before.first, block);
    if (block.type === BlockType.accesses) before = block;
  }
  return found;
}

/** Calls in order, each with its children. */
function linked(events: Events): Call[] {
  const calls = [...events.calls.values()].sort((a, b) => a.id - b.id);
  const children = new Map<number, number[]>();
  for (const { id, parent } of calls) {
    if (parent === null) continue;
    const known = children.get(parent);
    if (known) known.push(id);
    else children.set(parent, [id]);
  }
  for (const call of calls) call.children = children.get(call.id) ?? [];
  return calls;
}

/** END repeats the crash that ended the program, for a file whose CALLS do not have it. */
function withCrashOf(end: Line | null, crashes: CrashEvent[]): CrashEvent[] {
  return crashes.length > 0 || !end?.['crash'] ? crashes : [crashOf(object(end, 'crash'))];
}
