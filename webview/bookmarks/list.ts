import type { Access } from '../../trace/model/types';
import type { Bookmark } from '../protocol';
import { selectOrdinal } from '../state/select';
import type { Store } from '../state/store';
import { bytes, int, ordinalText } from '../text/format';
import { exactPlace, insnPlace } from '../text/names';
import { fill, h } from '../ui/dom';
import { kindTag } from '../ui/parts';
import { t } from '../text/l10n';

/** Bookmarked accesses with their notes, under the findings; not there while there are none. */
export function mountBookmarks(root: HTMLElement, store: Store): { destroy(): void } {
  const count = h('small', {});
  const list = h('div', { class: 'findings bookmarks', role: 'listbox', 'aria-label': t('Bookmarks'), on: { keydown: listKey } });
  root.append(h('h2', { class: 'title' }, t('Bookmarks'), h('span', { class: 'grow' }), count), list);

  function draw(): void {
    const { bookmarks } = store.state;
    root.hidden = bookmarks.length === 0;
    count.textContent = int(bookmarks.length);
    fill(list, bookmarks.map(row));
    mark();
  }

  function row(bookmark: Bookmark): HTMLElement {
    const element = h('div', {
      class: 'finding-row', role: 'option', tabindex: -1, 'data-ordinal': bookmark.ordinal, on: { click: () => void selectOrdinal(store, bookmark.ordinal) },
    }, h('span', { 'aria-hidden': 'true' }, '★'), h('div', {}, h('b', { class: 'ellipsis' }, bookmark.note || ordinalText(bookmark.ordinal)), h('small', {}, '…')));
    void store.trace.access(bookmark.ordinal).then(access => fillRow(element, bookmark, access), () => undefined);
    return element;
  }

  function fillRow(element: HTMLElement, { note, ordinal }: Bookmark, access: Access): void {
    const region = store.trace.regionById.get(access.region ?? access.anchor ?? 0);
    const where = region ? exactPlace(region, access.offset, access.size) : bytes(access.size);
    fill(element, h('span', { 'aria-hidden': 'true' }, '★'),
      h('div', {}, h('b', { class: 'ellipsis', title: note }, note || where), h('small', {}, kindTag(access.kind), ` ${ordinalText(ordinal)} ${note ? `${where} · ` : ''}${insnPlace(access.insn)}`)),
      h('span', { class: 'grow' }), h('span', {
        class: 'row-close', title: t('Take this bookmark away (Delete)'), 'aria-hidden': 'true',
        on: { click: event => { event.stopPropagation(); store.dispatch({ type: 'bookmark', ordinal }); } },
      }, '×'));
  }

  function mark(): void {
    const current = store.state.access?.ordinal;
    const rows = [...list.querySelectorAll<HTMLElement>('.finding-row')];
    const active = rows.find(each => Number(each.dataset.ordinal) === current) ?? rows[0];
    for (const each of rows) {
      const selected = Number(each.dataset.ordinal) === current;
      each.classList.toggle('selected', selected);
      each.setAttribute('aria-selected', String(selected));
      each.tabIndex = each === active ? 0 : -1;
    }
  }

  function listKey(event: KeyboardEvent): void {
    const at = (event.target as Element).closest<HTMLElement>('.finding-row');
    if (!at) return;
    if (event.key === 'Delete') store.dispatch({ type: 'bookmark', ordinal: Number(at.dataset.ordinal) });
    const next = { ArrowDown: at.nextElementSibling, ArrowUp: at.previousElementSibling, Enter: at, ' ': at }[event.key];
    if (next === undefined || event.target !== at) return;
    event.preventDefault();
    event.stopPropagation();
    if (!(next instanceof HTMLElement)) return;
    next.focus();
    void selectOrdinal(store, Number(next.dataset.ordinal));
  }

  const stop = store.subscribe(changed => {
    if (changed('bookmarks')) draw();
    else if (changed('access')) mark();
  });
  draw();
  return { destroy: stop };
}
