import type { Access, Region } from '../../trace/model/types';
import { hexText } from '../bytes/decode';
import type { Host } from '../host';
import { stepAccess } from '../state/steps';
import type { Store } from '../state/store';
import { bytes, duration, int, ordinalText, plural } from '../text/format';
import { fieldName, fieldsIn, place, sitePlace } from '../text/names';
import { button, fill, h } from '../ui/dom';
import { insnLink, kindTag, sourceLink } from '../ui/parts';
import { noteField } from '../bookmarks/note';
import { accessText } from './copy';
import { knownValue, VALUE_BYTES } from './value';

type Row = [name: string, ...content: (Node | string | null)[]];

export const rows = (...list: (Row | null)[]): HTMLElement =>
  h('dl', { class: 'facts' }, ...list.flatMap(row => (row ? [h('dt', {}, row[0]), h('dd', {}, row.slice(1))] : [])));

/** The selected access: what, where, by which line, on whose behalf. */
export function accessCard(store: Store, host: Host, access: Access, signal: AbortSignal): HTMLElement {
  const { trace } = store;
  const region = trace.regionById.get(access.region ?? access.anchor ?? 0);
  const call = trace.callById.get(access.call);
  const name = region ? place(region, access.offset, access.size) : `${bytes(access.size)} outside all regions`;
  const value = h('span', { class: 'code' });
  void knownValue(trace, access, signal).then(known => { if (!signal.aborted) fill(value, ...valueParts(access, known)); }, () => undefined);
  const step = (text: string, title: string, direction: -1 | 1): HTMLElement => button(text, title, () => void stepAccess(store, direction), 'mini');
  const bookmark = store.state.bookmarks.find(other => other.ordinal === access.ordinal);
  return h('section', { class: 'card' },
    h('h3', {}, kindTag(access.kind), h('b', { class: 'ellipsis', title: `${name}\n0x${access.address.toString(16)}` }, name), h('span', { class: 'grow' }),
      h('small', { class: 'number', title: `of ${int(trace.accessCount)}` }, ordinalText(access.ordinal))),
    rows(
      ['field', ...fieldParts(region, access)],
      ['native', insnLink(host, access.insn), ' ', h('small', {}, access.insn?.symbol ?? '')],
      ...(access.insn?.inlined ?? []).map((frame): Row => ['inlined', frame.file && frame.line !== null
        ? sourceLink(host, frame.file, frame.line, null, sitePlace({ file: frame.file, line: frame.line, column: 1 })) : '', ' ', h('small', {}, frame.symbol)]),
      access.insn?.text ? ['', h('code', { class: 'source-text', title: access.insn.text }, access.insn.text)] : null,
      call?.site ? ['JS', sourceLink(host, call.site.file, call.site.line, call.site.column, sitePlace(call.site)), ' ', h('small', {}, `#${call.id} ${call.function}`)] : null,
      ['value', value],
      ['certain', ...certainParts(access)],
      access.count > 1 ? ['repeated', `${plural(access.count, 'element')} of ${bytes(access.size / access.count)}`] : null,
    ),
    h('div', { class: 'actions' },
      step('◂', 'Previous access (←)', -1), step('▸', 'Next access (→)', 1),
      button(bookmark ? '★ Bookmarked' : '☆ Bookmark', 'Bookmark this access (B)', () => store.dispatch({ type: 'bookmark', ordinal: access.ordinal }), 'mini'),
      button('Copy', 'Copy as text, with the address', () => host.copy(accessText(trace, access), `access ${ordinalText(access.ordinal)}`), 'mini')),
    bookmark ? noteField(store, bookmark) : null,
  );
}

function fieldParts(region: Region | undefined, access: Access): (Node | string)[] {
  if (!region) return [h('small', {}, 'in no region of this call')];
  const past = Math.min(access.size, access.offset + access.size - region.size);
  if (past > 0) return [h('span', { class: 'error' }, `✕ ${bytes(past)} past the end of ${region.label.replace(/^arg \d+ /, '')} (${bytes(region.size)})`)];
  if (access.offset < 0) return [h('span', { class: 'error' }, `✕ ${bytes(Math.min(access.size, -access.offset))} in front of ${region.label.replace(/^arg \d+ /, '')}`)];
  const fields = fieldsIn(region, access.offset, access.size);
  if (fields.length === 0) return [h('small', {}, 'no declared field')];
  const shown = fields.slice(0, 3).flatMap((field, index) => [index > 0 ? ' + ' : '', fieldName(region, field), h('small', {}, ` ${field.type}`)]);
  return fields.length > 3 ? [...shown, h('small', {}, ` and ${plural(fields.length - 3, 'more field').replace(/more fields$/, 'more')}`)] : shown;
}

function certainParts(access: Access): (Node | string)[] {
  const by = access.by === 'kernel' ? `by the kernel (${access.syscall ?? 'system call'})` : 'by instruction';
  const certain = access.certain ? 'yes' : h('span', { class: 'warn' }, `◌ no: may have touched fewer bytes`);
  return [certain, h('small', {}, ` · ${by} · ${duration(access.time)}`)];
}

function valueParts(access: Access, known: { before: Uint8Array | null; after: Uint8Array | null }): (Node | string)[] {
  const { before, after } = known;
  const more = access.size > VALUE_BYTES ? ' …' : '';
  if (access.kind === 'read') return before ? [hexText(before) + more] : [unknownValue()];
  if (!before && !after) return [unknownValue()];
  const changed = after ? [...after].map((byte, at) => h('span', { class: before && before[at] !== byte ? 'changed' : '' }, `${hexText(Uint8Array.of(byte))} `)) : [h('small', {}, 'overwritten later')];
  return [before ? `${hexText(before)}${more} ` : h('small', {}, 'written earlier '), '→ ', ...changed, more];
}

const unknownValue = (): HTMLElement =>
  h('small', { title: 'The recording holds the contents before and after each call. Here another write of the same call came between.' }, 'not known at this access');
