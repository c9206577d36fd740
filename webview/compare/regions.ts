import { hexText } from '../bytes/decode';
import { decodeField } from '../bytes/decode';
import { bytes, hex2, offset, plural } from '../text/format';
import { h } from '../ui/dom';
import { differenceStrip } from './strip';
import type { ByteChange, RegionPair } from './memory';
import { t } from '../text/l10n';

/** Regions up to this size are shown byte by byte. */
const SMALL = 64;
const MOST_CHANGES = 100;
const SHOWN_BYTES = 8;

/** A region of both calls after the call: its bytes, and what differs by field. */
export function regionSection(pair: RegionPair): HTMLElement {
  const region = pair.b ?? pair.a!;
  const size = Math.max(pair.a?.size ?? 0, pair.b?.size ?? 0);
  const differing = pair.changes.reduce((sum, change) => sum + change.size, 0);
  const known = pair.bytesA !== null && pair.bytesB !== null;
  return h('section', { class: 'compared-region' },
    h('h4', {}, t('{0} after the call', pair.name), h('small', {}, sizesText(pair)), h('span', { class: 'grow' }),
      h('small', {}, !pair.a ? t('only in B') : !pair.b ? t('only in A') : !known ? t('contents were not kept in both') : differing === 0 ? t('the same') : t('{0} differ, in {1}', bytes(differing), plural(pair.changes.length, 'stretch')))),
    differing === 0 ? null : size <= SMALL ? byteRows(pair, size) : differenceStrip(pair, size),
    pair.changes.length > 0 ? changeTable(pair, region.fields.length > 0) : null);
}

function sizesText({ a, b }: RegionPair): string {
  return a && b && a.size !== b.size ? t('{0} in A, {1} in B', bytes(a.size), bytes(b.size)) : bytes((a ?? b)!.size);
}

/** Both contents above each other, with the fields over them. */
function byteRows(pair: RegionPair, size: number): HTMLElement {
  const changed = new Set(pair.changes.flatMap(change => Array.from({ length: change.size }, (_, i) => change.offset + i)));
  const fields = (pair.b ?? pair.a)?.fields ?? [];
  const starts = new Map(fields.map(field => [field.offset, field.name]));
  const rows: HTMLElement[] = [];
  for (let from = 0; from < size; from += 32) {
    const at = Array.from({ length: Math.min(32, size - from) }, (_, i) => from + i);
    const line = (name: string, contents: Uint8Array | null): HTMLElement => h('tr', {}, h('th', { scope: 'row' }, name),
      at.map(offset => h('td', { class: [changed.has(offset) ? 'differs' : '', contents && offset >= contents.length ? 'outside' : '', starts.has(offset) ? 'field-start' : ''].filter(Boolean).join(' ') }, contents && offset < contents.length ? hex2(contents[offset]!) : '')));
    rows.push(h('table', { class: 'compared-bytes', 'aria-label': t('Bytes of {0} from {1}', pair.name, offset(from)) },
      h('tr', { 'aria-hidden': 'true' }, h('th'), at.map(offset => h('td', { class: 'field-name' }, starts.has(offset) ? h('span', {}, starts.get(offset)) : null))),
      line('A', pair.bytesA), line('B', pair.bytesB)));
  }
  return h('div', { class: 'compared-rows' }, rows);
}

function changeTable(pair: RegionPair, fields: boolean): HTMLElement {
  const shown = pair.changes.slice(0, MOST_CHANGES);
  return h('table', { class: 'changes' },
    h('thead', {}, h('tr', {}, [fields ? t('field') : t('bytes'), t('at'), 'A', 'B'].map(name => h('th', { scope: 'col' }, name)))),
    h('tbody', {}, shown.map(change => h('tr', {},
      h('th', { scope: 'row' }, change.field ? `${pair.name}.${change.field.name}` : pair.name), h('td', {}, `${offset(change.offset)}, ${bytes(change.size)}`),
      h('td', { class: 'value' }, valueText(change, pair.bytesA)), h('td', { class: 'value' }, valueText(change, pair.bytesB))))),
    pair.changes.length > shown.length ? h('caption', {}, t('the first {0} of {1}', shown.length, plural(pair.changes.length, 'stretch'))) : null);
}

function valueText({ offset, size, field }: ByteChange, contents: Uint8Array | null): string {
  if (!contents) return '';
  const hex = hexText(contents.subarray(offset, offset + size), SHOWN_BYTES);
  const value = field && field.offset + field.size <= contents.length ? decodeField(field.type, contents.subarray(field.offset, field.offset + field.size)) : null;
  return value === null ? hex : `${hex} = ${value}`;
}
