import type { Access } from '../../trace/model/types';
import { touchesAt } from '../pagemap/counts';
import type { ByteRange } from '../protocol';
import { hex2, offset as offsetText } from '../text/format';
import { h } from '../ui/dom';
import type { Contents } from './contents';
import type { RegionBytes } from './load';
import { t } from '../text/l10n';

export const PER_ROW = 16;

export interface RowLook {
  readonly bytes: RegionBytes;
  readonly contents: Contents;
  /** Has a write come to a byte at the moment shown? Null: the writes are not known (yet), or the moment is the end of the call. */
  readonly written: ((offset: number) => boolean) | null;
  readonly pin: ByteRange | null;
  readonly access: Access | null;
  /** Offset of the byte that keys move, or null. */
  readonly cursor: number | null;
}

/** Sixteen bytes: the offset, a cell for each with its marks, and the text they spell. */
export function byteRow(first: number, look: RowLook): HTMLElement {
  const cells = Array.from({ length: PER_ROW }, (_, column) => byteCell(first + column, column, look));
  return h('div', { class: 'byte-row', role: 'row', 'aria-rowindex': first / PER_ROW + 1 },
    h('span', { class: 'byte-offset', role: 'rowheader' }, offsetText(first)), ...cells,
    h('span', { class: 'byte-text', 'aria-hidden': 'true' }, cells.map(cell => printable(cell.dataset.value))));
}

function byteCell(at: number, column: number, look: RowLook): HTMLElement {
  const { region, counts } = look.bytes;
  const inside = at >= 0 && at < region.size;
  const value = inside ? look.contents.at(at) : undefined;
  const touched = counts ? touchesAt(counts, at) : { reads: 0, writes: 0 };
  const marks = marksOf(at, inside, touched, look);
  const text = value !== undefined ? hex2(value) : inside ? (look.contents.arriving ? '' : '··') : touched.reads + touched.writes > 0 ? '··' : '';
  return h('span', {
    class: ['byte', column === 8 ? 'octet' : '', ...marks].filter(Boolean).join(' '), role: 'gridcell',
    'data-offset': at, 'data-value': value ?? null, 'aria-selected': marks.includes('selected') ? 'true' : null,
    'aria-label': `${offsetText(at)} ${text || t('empty')}${spoken(touched, inside)}`,
  }, text);
}

function marksOf(at: number, inside: boolean, touched: { reads: number; writes: number }, { bytes, contents, written, pin, access, cursor }: RowLook): string[] {
  const { region, before } = bytes;
  const marks: string[] = [];
  if (!inside) marks.push('outside');
  if (!inside && touched.reads + touched.writes > 0) marks.push('past-end');
  if (touched.reads > 0) marks.push('was-read');
  const wrote = written ? written(at) : touched.writes > 0;
  if (wrote) marks.push('was-written');
  if (inside && !wrote && region.direction === 'out' && bytes.counts) marks.push('never');
  if (access && (access.region ?? access.anchor) === region.id && within(at, access.offset, access.size)) marks.push(access.kind === 'write' ? 'now-written' : 'now-read');
  const value = inside ? contents.at(at) : undefined;
  if (before && value !== undefined && before[at] !== value) marks.push('changed');
  if (pin && pin.region === region.id && within(at, pin.offset, pin.size)) marks.push('selected');
  if (at === cursor) marks.push('cursor');
  return marks;
}

const within = (at: number, from: number, size: number): boolean => at >= from && at < from + size;

function spoken({ reads, writes }: { reads: number; writes: number }, inside: boolean): string {
  const parts = [reads > 0 && t('read'), writes > 0 && t('written'), !inside && t('outside the region')].filter(Boolean);
  return parts.length > 0 ? `, ${parts.join(', ')}` : '';
}

function printable(value: string | undefined): string {
  const byte = Number(value);
  return value !== undefined && byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : value === undefined ? ' ' : '.';
}
