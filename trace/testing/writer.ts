import { BLOCK_ACCESSES, BlockType, END_MAGIC, INDEX_ROWS, PAGE_BYTES } from '../format/layout';
import type { Line } from '../format/lines';
import { ByteWriter, fileHeader, rawBlock } from './bytes';
import { encodeAccesses, type Row } from './columns';

/** Writes a trace in memory, uncompressed, for tests. Call `flush` to end the blocks that are being filled. */
export class TraceWriter {
  private readonly file = new ByteWriter();
  private readonly index: number[][] = [];
  private readonly rows = new Map<number, Row[]>();
  private readonly seqs = new Map<number, number>();
  private defs: Line[] = [];
  private events: Line[] = [];
  private pages = new ByteWriter();
  private pageItems = 0;
  private nextPage = 1;
  ordinals = 0;

  constructor(info: Line = {}, header: Uint8Array = fileHeader(0)) {
    this.file.append(header);
    this.lines(BlockType.info, [{ program: 'node', args: [], cwd: '/', host: { os: 'linux', kernel: '6', cpu: 'x', node: 'v20' }, engine: 'fast', recorder: '0.1.0', started: '2026-01-01T00:00:00Z', snapshotLimit: 0, ...info }]);
  }

  def(def: Line): void {
    this.defs.push(def);
  }

  event(event: Line): void {
    this.events.push(event);
  }

  access(thread: number, row: Row): void {
    const rows = this.rows.get(thread) ?? [];
    this.rows.set(thread, rows);
    if (rows.push(row) < BLOCK_ACCESSES) return;
    this.writeContext();
    this.writeRows(thread);
  }

  snapshot(call: number, region: number, when: 'before' | 'after', bytes: Uint8Array): void {
    const pages: number[] = [];
    for (let at = 0; at < bytes.length; at += PAGE_BYTES) {
      const page = bytes.subarray(at, at + PAGE_BYTES);
      this.pages.u32(this.nextPage);
      this.pages.u32(page.length);
      this.pages.append(page);
      this.pageItems++;
      pages.push(this.nextPage++);
    }
    this.event({ ev: 'snapshot', call, region, when, pages, offset: 0, size: bytes.length });
  }

  flush(): void {
    this.writeContext();
    for (const thread of this.rows.keys()) this.writeRows(thread);
    this.lines(BlockType.calls, this.events.splice(0));
  }

  /** What accesses refer to stands in front of them; what ends with them comes behind. */
  private writeContext(): void {
    this.lines(BlockType.defs, this.defs.splice(0));
    if (this.pageItems > 0) this.block(BlockType.pages, this.pages.take(), this.pageItems, 0, this.nextPage - this.pageItems);
    this.pages = new ByteWriter();
    this.pageItems = 0;
    const events = this.events.splice(0);
    this.lines(BlockType.calls, events.filter(event => event['ev'] !== 'end'));
    this.events = events.filter(event => event['ev'] === 'end');
  }

  /** The file so far, as if the recorder had been killed now. */
  cut(): Uint8Array {
    return this.file.take();
  }

  /** `indexRows`: rows of one INDEX block. */
  finish(end: Line = {}, indexRows = INDEX_ROWS): Uint8Array {
    this.flush();
    this.lines(BlockType.end, [{ exit: { code: 0, signal: null, native: 0, override: null, overrideSite: null }, counts: {}, coverage: { untraced: [], dropped: 0 }, duration: 0, crash: null, ...end }]);
    const offset = this.file.length;
    const blocks = [...this.index];
    for (let row = 0; row < blocks.length; row += indexRows) this.lines(BlockType.index, [{ blocks: blocks.slice(row, row + indexRows) }]);
    this.file.u32(offset);
    this.file.u32(0);
    this.file.append(new TextEncoder().encode(END_MAGIC));
    return this.file.take();
  }

  private writeRows(thread: number): void {
    const rows = this.rows.get(thread)?.splice(0) ?? [];
    if (rows.length === 0) return;
    const seq = this.seqs.get(thread) ?? 1;
    const times = [rows[0]?.time ?? 0, rows.at(-1)?.time ?? 0];
    this.block(BlockType.accesses, encodeAccesses(rows, this.ordinals, seq), rows.length, thread, this.ordinals, times);
    this.ordinals += rows.length;
    this.seqs.set(thread, seq + rows.length);
  }

  private lines(type: number, lines: readonly Line[]): void {
    if (lines.length === 0) return;
    this.block(type, new TextEncoder().encode(lines.map(line => `${JSON.stringify(line)}\n`).join('')), lines.length, 0);
  }

  private block(type: number, payload: Uint8Array, items: number, thread: number, first = 0, times = [0, 0]): void {
    this.index.push([this.file.length, type, payload.length, payload.length, items, thread, first, ...times]);
    this.file.append(rawBlock(type, payload, items, thread));
  }
}
