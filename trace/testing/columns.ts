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

/** The same rows laid out by shapes. */
export function encodeByShapes(rows: readonly Row[], firstOrdinal: number, firstSeq: number): Uint8Array {
  const out = new ByteWriter();
  for (const value of [Number.MAX_SAFE_INTEGER, firstOrdinal, firstSeq, rows.length]) out.varint(value);
  const key = (row: Row) => [row.call, row.insn, row.region, row.region === 0 ? row.anchor ?? 0 : 0, row.size, row.flags ?? 0, row.count ?? 1];
  const shapes = [...new Map(rows.map(row => [key(row).join(), key(row)])).values()];
  const numbers = new Map(shapes.map((shape, number) => [shape.join(), number]));
  const which = rows.map(row => numbers.get(key(row).join()) as number);
  const parts = [new ByteWriter(), new ByteWriter(), new ByteWriter()] as const;
  parts[0].varint(shapes.length);
  for (const value of shapes.flat()) parts[0].varint(value);
  const last = new Map<number, number>();
  which.forEach((shape, at) => {
    parts[1].byte(shape & 0xff);
    if (shapes.length > 256) parts[1].byte(shape >> 8);
    const { offset } = rows[at] as Row;
    parts[2].zigzag(offset - (last.get(shape) ?? 0));
    last.set(shape, offset);
  });
  for (const part of [...parts, times(rows)]) out.part(part);
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
