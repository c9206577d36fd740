import type { MatchCounter } from '../state/matches';
import type { Store } from '../state/store';
import { fill, h, key } from '../ui/dom';
import { int } from '../text/format';
import { tokenize } from './tokens';
import { t } from '../text/l10n';

export interface FilterBox { readonly element: HTMLElement; focus(): void; destroy(): void }

const EXAMPLE = 'kind:write size>=8 in:dst call:3..9 line:header.c:44';
const DELAY_MS = 120;

/** The filter with coloured terms, the number of hits, and the name of a wrong term. */
export function createFilterBox(store: Store, matches: MatchCounter): FilterBox {
  const behind = h('div', { class: 'filter-ink', 'aria-hidden': 'true' });
  const note = h('span', { class: 'filter-note', id: 'filter-note', role: 'status' });
  const input = h('input', {
    class: 'filter-input', type: 'text', spellcheck: 'false', autocomplete: 'off', placeholder: t('Filter: {0}', EXAMPLE),
    'aria-label': t('Filter accesses'), 'aria-describedby': 'filter-note',
    on: { input: typed, scroll: follow, keydown: typedKey },
  });
  const clear = h('button', { class: 'filter-clear', type: 'button', title: t('Clear the filter'), 'aria-label': t('Clear the filter'), on: { click: () => put('') } }, '×');
  const element = h('div', { class: 'filter', role: 'search' }, h('span', { class: 'filter-glass', 'aria-hidden': 'true' }, '⌕'), behind, input, note, clear, key('/'));
  let timer: ReturnType<typeof setTimeout> | undefined;

  function typed(): void {
    paint();
    clearTimeout(timer);
    timer = setTimeout(apply, DELAY_MS);
  }
  function apply(): void {
    clearTimeout(timer);
    store.dispatch({ type: 'filter', text: input.value });
  }
  function put(text: string): void {
    input.value = text;
    paint();
    apply();
  }
  function typedKey(event: KeyboardEvent): void {
    if (event.key === 'Enter') apply();
    if (event.key !== 'Escape') return;
    // Esc empties the box first; on an empty box it leaves it.
    if (input.value) put(''); else input.blur();
    event.preventDefault();
    event.stopPropagation();
  }
  function follow(): void { behind.scrollLeft = input.scrollLeft; }
  function paint(): void {
    fill(behind, tokenize(input.value).map(token => h('span', { class: `token-${token.kind}` }, token.text)));
    element.classList.toggle('filled', input.value !== '');
    follow();
  }
  function showNote(): void {
    const { error, matcher } = store.state.filter;
    const found = matches.current;
    note.textContent = error ?? (matcher && found ? t('{0}{1} of {2}', int(found.total), found.done ? '' : '…', int(store.trace.accessCount)) : '');
    note.title = note.textContent;
    element.classList.toggle('wrong', error !== null);
    input.setAttribute('aria-invalid', String(error !== null));
  }

  const stops = [matches.subscribe(showNote), store.subscribe((changed, state) => {
    if (!changed('filter')) return;
    if (state.filter.text !== input.value) { input.value = state.filter.text; paint(); }
    showNote();
  })];
  input.value = store.state.filter.text;
  paint();
  return { element, focus: () => { input.focus(); input.select(); }, destroy: () => stops.forEach(stop => stop()) };
}
