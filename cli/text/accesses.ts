import type { Access, Trace } from '../../trace/model/types';
import { bytes, signedOffset, thousands } from '../../trace/text/numbers';
import { bytesPlace, sourcePlace } from '../../trace/text/places';
import { shortName } from '../../trace/queries/fields';
import { plain, style } from './style';
import { header, shorten, tableRow, type Column } from './table';

const columns: readonly Column[] = [
  { title: 'call', right: true, style: style.dim }, { title: 'seq', right: true, style: style.dim }, { title: 'thread', right: true, style: style.dim }, { title: 'ms', right: true, style: style.dim },
  { title: '' }, { title: 'bytes' }, { title: 'size', right: true }, { title: 'native' }, { title: '' },
];
const widths = [4, 9, 6, 9, 1, 30, 9, 32, 0];

/** Rows come one by one, so the columns have given widths and longer cells push the rest. */
export function accessHeader(): string {
  return header(columns, widths);
}

export function accessRow(trace: Trace, access: Access): string {
  const write = access.kind === 'write';
  const painted = columns.map((column, at) => (at === 4 ? { ...column, style: write ? style.write : style.read } : { ...column, style: column.style ?? plain }));
  return tableRow(painted, widths, [
    String(access.call || ''), thousands(access.seq), String(access.thread), milliseconds(access.time), write ? 'W' : 'R', shorten(place(trace, access), 40),
    bytes(access.size), access.insn ? sourcePlace(access.insn) : '', remarks(access),
  ]);
}

/** Since the recording began, fine enough to tell accesses apart. */
function milliseconds(ns: number): string {
  return (ns / 1e6).toLocaleString('en-US', { minimumFractionDigits: 4, maximumFractionDigits: 4 });
}

function place(trace: Trace, access: Access): string {
  const region = access.region === null ? undefined : trace.regionById.get(access.region);
  if (region) return bytesPlace(region, access.offset, access.size).replace(/, [^,]*$/, '');
  const near = access.anchor === null ? undefined : trace.regionById.get(access.anchor);
  return near ? `outside, ${shortName(near)} ${signedOffset(access.offset)}` : `0x${access.address.toString(16)}`;
}

function remarks(access: Access): string {
  const parts = [access.by === 'kernel' ? `by the kernel: ${access.syscall ?? 'system call'}` : '', access.certain ? '' : 'not certain', access.count > 1 ? `${thousands(access.count)} elements` : ''];
  return parts.filter(part => part !== '').join(', ');
}
