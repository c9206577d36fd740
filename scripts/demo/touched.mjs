// Which bytes of its buffers each call touched, as a table.
import { number, table } from '../../bench/lib/table.mjs';

/** From the objects of `ffiscope calls --json` and `ffiscope accesses --json`; calls that touched no buffer are left out. */
export function touchedTable(calls, accesses) {
  const byCall = new Map(calls.map(({ id }) => [id, []]));
  for (const access of accesses) byCall.get(access.call)?.push(access);
  const rows = calls.flatMap((call) => rowsOf(call, byCall.get(call.id)));
  return rows.length ? table(['call', 'buffer', 'declared', 'bytes', 'read', 'written'], rows, [0, 1, 2, 4, 5]) : '';
}

/** A row for each region that was touched, and one for what lies outside them all; the call is named in its first row. */
function rowsOf(call, accesses) {
  const rows = [];
  for (const region of call.regions) {
    const [read, written] = kinds(accesses.filter((access) => access.region === region.id)).map(spans);
    if (read.length + written.length === 0) continue;
    rows.push([nameOf(region, call), argumentOf(region, call)?.direction ?? '', number(region.size), text(read, region.size), text(written, region.size)]);
  }
  const outside = accesses.filter((access) => access.region === null);
  if (outside.length) rows.push(['outside', '', '', ...kinds(outside).map((some) => beside(some, call))]);
  return rows.map((row, at) => [at === 0 ? call.function : '', ...row]);
}

const argumentOf = (region, call) => call.args.find((argument) => argument.region === region.id);
const nameOf = (region, call) => argumentOf(region, call)?.name ?? region.label;
const kinds = (accesses) => ['read', 'write'].map((kind) => accesses.filter((access) => access.kind === kind));

/** Sorted, merged half-open ranges. */
export function spans(accesses) {
  const merged = [];
  for (const { offset, size } of [...accesses].sort((a, b) => a.offset - b.offset)) {
    const last = merged.at(-1);
    if (last && offset <= last[1]) last[1] = Math.max(last[1], offset + size);
    else merged.push([offset, offset + size]);
  }
  return merged;
}

/** `all`, `none`, one or two ranges with both ends, or how many bytes in how many pieces. */
function text(ranges, size) {
  if (ranges.length === 0) return 'none';
  const [[start, end]] = ranges;
  if (ranges.length === 1 && start === 0 && end >= size) return 'all';
  if (ranges.length <= 2) return ranges.map(([from, to]) => (to - from === 1 ? `${from}` : `${from} to ${to - 1}`)).join(', ');
  return `${number(total(ranges))} in ${ranges.length} pieces`;
}

const total = (ranges) => ranges.reduce((sum, [from, to]) => sum + to - from, 0);

/** How many bytes outside of all regions, and which region's end or start they lie at. */
function beside(accesses, call) {
  if (accesses.length === 0) return 'none';
  const base = accesses.map(({ address }) => BigInt(address)).reduce((a, b) => (a < b ? a : b));
  const ranges = spans(accesses.map(({ address, size }) => ({ offset: Number(BigInt(address) - base), size })));
  const behind = call.regions.find((region) => BigInt(region.address) + BigInt(region.size) === base);
  return `${number(total(ranges))} bytes${behind ? ` right behind ${nameOf(behind, call)}` : ''}`;
}
