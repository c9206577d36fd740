import type { Field } from '../../trace/model/types';
import type { Store } from '../state/store';
import { bytes as bytesText, offset } from '../text/format';
import { fieldName } from '../text/names';
import { fill, h } from '../ui/dom';
import { decodeField } from './decode';
import { stretch, type Contents } from './contents';
import type { RegionBytes } from './load';
import { t } from '../text/l10n';

/** Rows shown at once; arrays have many elements. */
const MOST = 24;

/**
 * Declared fields with their values before and after the call; a click pins the field's bytes.
 * @param middle contents at a moment inside the call, shown instead of those after it
 */
export function drawFields(root: HTMLElement, store: Store, data: RegionBytes, middle: Contents | null): void {
  const { region } = data;
  root.hidden = region.fields.length === 0;
  if (root.hidden) return fill(root);
  const shown = aroundPin(region.fields, store);
  fill(root,
    h('h4', {}, region.typeName ? t('Fields of {0}', region.typeName) : t('Fields'), h('span', { class: 'grow' }),
      shown.length < region.fields.length ? h('small', {}, t('{0} of {1}, around the pinned bytes', shown.length, region.fields.length)) : null),
    h('table', { class: 'fields' },
      h('thead', {}, h('tr', {}, [t('field'), t('at'), t('before'), middle ? t('now') : t('after')].map(name => h('th', { scope: 'col' }, name)))),
      h('tbody', {}, shown.map(field => fieldRow(store, data, field, middle)))));
}

function fieldRow(store: Store, data: RegionBytes, field: Field, middle: Contents | null): HTMLElement {
  const { region, before, after } = data;
  const { pin } = store.state;
  const pinned = pin?.region === region.id && pin.offset < field.offset + field.size && pin.offset + pin.size > field.offset;
  const part = middle && stretch(middle, field.offset, field.size);
  const values = [valueOf(field, before), middle ? part && decodeField(field.type, part) : valueOf(field, after)];
  const touched = touchesOf(data, field);
  const select = (): void => store.dispatch({ type: 'pin', pin: { region: region.id, offset: field.offset, size: field.size } });
  return h('tr', { class: [pinned ? 'selected' : '', touched].filter(Boolean).join(' ') },
    h('th', { scope: 'row' }, h('button', { class: 'link', type: 'button', title: t('Pin {0}', fieldName(region, field)), on: { click: select } }, field.name), ' ', h('small', { title: field.type }, field.type)),
    h('td', { title: bytesText(field.size) }, offset(field.offset)),
    h('td', { class: 'value', title: values[0] ?? null }, values[0] ?? ''),
    h('td', { class: `value${values[1] !== null && values[0] !== values[1] ? ' changed' : ''}`, title: values[1] ?? null }, values[1] ?? (middle && !part ? '··' : '')));
}

function valueOf(field: Field, contents: Uint8Array | null | undefined): string | null {
  if (!contents || contents.length < field.offset + field.size) return null;
  return decodeField(field.type, contents.subarray(field.offset, field.offset + field.size));
}

/** Classes for the marks at the start of a row. */
function touchesOf({ counts, region }: RegionBytes, field: Field): string {
  if (!counts) return '';
  let [read, written] = [false, 0];
  for (let at = field.offset - counts.first; at < field.offset + field.size - counts.first; at++) {
    read ||= (counts.reads[at] ?? 0) > 0;
    written += (counts.writes[at] ?? 0) > 0 ? 1 : 0;
  }
  return [read && 'was-read', written > 0 && 'was-written', written === 0 && region.direction === 'out' && 'never'].filter(Boolean).join(' ');
}

function aroundPin(fields: readonly Field[], store: Store): readonly Field[] {
  if (fields.length <= MOST) return fields;
  const { pin } = store.state;
  const at = Math.max(0, fields.findIndex(field => pin !== null && field.offset + field.size > pin.offset));
  const from = Math.max(0, Math.min(at - 4, fields.length - MOST));
  return fields.slice(from, from + MOST);
}
