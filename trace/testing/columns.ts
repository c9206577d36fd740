import { ByteWriter } from './bytes';

export interface Row {
  readonly call: number; readonly insn: number; readonly region: number; readonly anchor?: number;
  readonly offset: number; readonly size: number; readonly flags?: number; readonly count?: number; readonly time: number;
}

/** Payload of an ACCESSES block; every row gets a mark of its time. */
export function encodeAccesses(rows: readonly Row[], firstOrdinal: number, firstSeq: number): Uint8Array {
  const out = new ByteWriter();
  for (const value of [firstOrdinal, firstSeq, rows.length]) out.varint(value);
  out.part(runs(rows.map(row => row.call)));
  out.part(insns(rows));
  out.part(runs(rows.map(row => row.region)));
  out.part(offsets(rows));
  out.part(runs(rows.map(row => row.size)));
  out.part(runs(rows.map(row => (row.flags ?? 0) | (row.region === 0 ? 8 : 0))));
  out.part(runs(rows.map(row => row.count ?? 1)));
  out.part(runs(rows.filter(row => row.region === 0).map(row => row.anchor ?? 0)));
  out.part(times(rows));
  return out.take();
}

function runs(values: readonly number[]): ByteWriter {
  const out = new ByteWriter();
  for (let at = 0; at < values.length;) {
    const value = values[at] as number;
    let end = at + 1;
    while (end < values.length && values[end] === value) end++;
    out.varint(end - at);
    out.varint(value);
    at = end;
  }
  return out;
}

function insns(rows: readonly Row[]): ByteWriter {
  const out = new ByteWriter();
  let last = 0;
  for (const row of rows) {
    out.zigzag(row.insn - last);
    last = row.insn;
  }
  return out;
}

function offsets(rows: readonly Row[]): ByteWriter {
  const out = new ByteWriter();
  const last = new Map<number, number>();
  for (const row of rows) {
    out.zigzag(row.offset - (last.get(row.insn) ?? 0));
    last.set(row.insn, row.offset);
  }
  return out;
}

function times(rows: readonly Row[]): ByteWriter {
  const out = new ByteWriter();
  out.varint(rows.length);
  let time = 0;
  for (const [index, row] of rows.entries()) {
    out.varint(index === 0 ? 0 : 1);
    out.varint(Math.max(0, row.time - time));
    time = Math.max(time, row.time);
  }
  return out;
}
