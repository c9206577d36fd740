// Which bytes of its buffers each call touched, as a table.
import { number, table } from '../../bench/lib/table.mjs';

/** From the objects of `ffiscope calls --json` and `ffiscope accesses --json`; calls that touched no buffer are left out. */
export function touchedTable(calls, accesses) {
  const rows = [];
  for (const call of calls) {
    const own = accesses.filter((access) => access.call === call.id);
    let title = call.function;
    for (const region of call.regions) {
      const [read, written] = ['read', 'write'].map((kind) => spans(own.filter((access) => access.kind === kind && access.region === region.id)));
      if (read.length + written.length === 0) continue;
      rows.push([title, nameOf(region, call), number(region.size), text(read, region.size), text(written, region.size)]);
      title = '';
    }
  }
  return table(['call', 'buffer', 'bytes', 'read', 'written'], rows, [0, 1, 3, 4]);
}

const nameOf = (region, call) => call.args.find((argument) => argument.region === region.id)?.name ?? region.label;

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
  const bytes = ranges.reduce((sum, [from, to]) => sum + to - from, 0);
  return `${number(bytes)} in ${ranges.length} pieces`;
}
