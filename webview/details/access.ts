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
import { t } from '../text/l10n';

type Row = [name: string, ...content: (Node | string | null)[]];

export const rows = (...list: (Row | null)[]): HTMLElement =>
  h('dl', { class: 'facts' }, ...list.flatMap(row => (row ? [h('dt', {}, row[0]), h('dd', {}, row.slice(1))] : [])));

/** The selected access: what, where, by which line, on whose behalf. */
export function accessCard(store: Store, host: Host, access: Access, signal: AbortSignal): HTMLElement {
  const { trace } = store;
  const region = trace.regionById.get(access.region ?? access.anchor ?? 0);
  const call = trace.callById.get(access.call);
  const name = region ? place(region, access.offset, access.size) : t('{0} outside all regions', bytes(access.size));
  const value = h('span', { class: 'code' });
  void knownValue(trace, access, signal).then(known => { if (!signal.aborted) fill(value, ...valueParts(access, known)); }, () => undefined);
  const step = (text: string, title: string, direction: -1 | 1): HTMLElement => button(text, title, () => void stepAccess(store, direction), 'mini');
  const bookmark = store.state.bookmarks.find(other => other.ordinal === access.ordinal);
  return h('section', { class: 'card' },
    h('h3', {}, kindTag(access.kind), h('b', { class: 'ellipsis', title: `${name}\n0x${access.address.toString(16)}` }, name), h('span', { class: 'grow' }),
      h('small', { class: 'number', title: t('of {0}', int(trace.accessCount)) }, ordinalText(access.ordinal))),
    rows(
      [t('field'), ...fieldParts(region, access)],
      [t('native'), insnLink(host, access.insn), ' ', h('small', {}, access.insn?.symbol ?? '')],
      ...(access.insn?.inlined ?? []).map((frame): Row => [t('inlined'), frame.file && frame.line !== null
        ? sourceLink(host, frame.file, frame.line, null, sitePlace({ file: frame.file, line: frame.line, column: 1 })) : '', ' ', h('small', {}, frame.symbol)]),
      access.insn?.text ? ['', h('code', { class: 'source-text', title: access.insn.text }, access.insn.text)] : null,
      call?.site ? [t('JS'), sourceLink(host, call.site.file, call.site.line, call.site.column, sitePlace(call.site)), ' ', h('small', {}, `#${call.id} ${call.function}`)] : null,
      [t('value'), value],
      [t('certain'), ...certainParts(access)],
      access.count > 1 ? [t('repeated'), t('{0} of {1}', plural(access.count, 'element'), bytes(access.size / access.count))] : null,
    ),
    h('div', { class: 'actions' },
      step('◂', t('Previous access (←)'), -1), step('▸', t('Next access (→)'), 1),
      button(bookmark ? t('★ Bookmarked') : t('☆ Bookmark'), t('Bookmark this access (B)'), () => store.dispatch({ type: 'bookmark', ordinal: access.ordinal }), 'mini'),
      button(t('Copy'), t('Copy as text, with the address'), () => host.copy(accessText(trace, access), t('access {0}', ordinalText(access.ordinal))), 'mini')),
    bookmark ? noteField(store, bookmark) : null,
  );
}

function fieldParts(region: Region | undefined, access: Access): (Node | string)[] {
  if (!region) return [h('small', {}, t('in no region of this call'))];
  const past = Math.min(access.size, access.offset + access.size - region.size);
  if (past > 0) return [h('span', { class: 'error' }, t('✕ {0} past the end of {1} ({2})', bytes(past), region.label.replace(/^arg \d+ /, ''), bytes(region.size)))];
  if (access.offset < 0) return [h('span', { class: 'error' }, t('✕ {0} in front of {1}', bytes(Math.min(access.size, -access.offset)), region.label.replace(/^arg \d+ /, '')))];
  const fields = fieldsIn(region, access.offset, access.size);
  if (fields.length === 0) return [h('small', {}, t('no declared field'))];
  const shown = fields.slice(0, 3).flatMap((field, index) => [index > 0 ? ' + ' : '', fieldName(region, field), h('small', {}, ` ${field.type}`)]);
  return fields.length > 3 ? [...shown, h('small', {}, t(' and {0}', plural(fields.length - 3, 'more field')))] : shown;
}

function certainParts(access: Access): (Node | string)[] {
  const by = access.by === 'kernel' ? t('by the kernel ({0})', access.syscall ?? t('system call')) : t('by instruction');
  const certain = access.certain ? t('yes') : h('span', { class: 'warn' }, t('◌ no: may have touched fewer bytes'));
  return [certain, h('small', {}, ` · ${by} · ${duration(access.time)}`)];
}

function valueParts(access: Access, known: { before: Uint8Array | null; after: Uint8Array | null }): (Node | string)[] {
  const { before, after } = known;
  const more = access.size > VALUE_BYTES ? ' …' : '';
  if (access.kind === 'read') return before ? [hexText(before) + more] : [unknownValue()];
  if (!before && !after) return [unknownValue()];
  const changed = after ? [...after].map((byte, at) => h('span', { class: before && before[at] !== byte ? 'changed' : '' }, `${hexText(Uint8Array.of(byte))} `)) : [h('small', {}, t('overwritten later'))];
  return [before ? `${hexText(before)}${more} ` : h('small', {}, t('written earlier ')), '→ ', ...changed, more];
}

const unknownValue = (): HTMLElement =>
  h('small', { title: t('The recording holds the contents before and after each call. Here another write of the same call came between.') }, t('not known at this access'));
