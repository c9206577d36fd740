import { complete, type Completion } from '../../trace/filter/complete';
import type { MatchCounter } from '../state/matches';
import type { Store } from '../state/store';
import { button, fill, h, key } from '../ui/dom';
import { int } from '../text/format';
import { createCompletions, LIST_ID } from './completions';
import { tokenize } from './tokens';
import { t } from '../text/l10n';

export interface FilterBox { readonly element: HTMLElement; focus(): void; destroy(): void }

const EXAMPLE = 'kind:write size>=8 in:dst call:3..9 line:header.c:44';
const DELAY_MS = 120;

/** The filter with coloured terms, what fits where the caret stands, the number of hits, and the wrong term with what is wrong about it. */
export function createFilterBox(store: Store, matches: MatchCounter): FilterBox {
  const behind = h('div', { class: 'filter-ink', 'aria-hidden': 'true' });
  const note = h('span', { class: 'filter-note', id: 'filter-note', role: 'status' });
  const list = createCompletions(t('What fits here'), take);
  const input = h('input', {
    class: 'filter-input', type: 'text', spellcheck: 'false', autocomplete: 'off', placeholder: t('Filter: {0}', EXAMPLE), role: 'combobox',
    'aria-label': t('Filter accesses'), 'aria-describedby': 'filter-note', 'aria-autocomplete': 'list', 'aria-controls': LIST_ID, 'aria-expanded': 'false',
    on: { input: typed, scroll: follow, keydown: pressed, focus: () => { if (!input.value) offer(); else showNote(); }, blur: close, click: () => { if (!list.open && !input.value) offer(); } },
  });
  const clear = button('×', t('Clear the filter'), () => { put(''); input.focus(); }, 'filter-clear');
  const element = h('div', { class: 'filter', role: 'search' }, h('span', { class: 'filter-glass', 'aria-hidden': 'true' }, '⌕'), behind, input, note, clear, key('/'), list.element);
  let timer: ReturnType<typeof setTimeout> | undefined;

  function typed(): void {
    paint();
    offer();
    clearTimeout(timer);
    timer = setTimeout(apply, DELAY_MS);
  }
  function apply(): void {
    clearTimeout(timer);
    store.dispatch({ type: 'filter', text: input.value });
  }
  function put(text: string): void {
    input.value = text;
    close();
    paint();
    apply();
  }

  function offer(): void {
    list.show(complete(input.value, input.selectionStart ?? input.value.length, store.trace));
    showActive();
  }
  function close(): void {
    list.show([]);
    showActive();
  }
  function showActive(): void {
    input.setAttribute('aria-expanded', String(list.open));
    if (list.activeId) input.setAttribute('aria-activedescendant', list.activeId); else input.removeAttribute('aria-activedescendant');
    showNote();
  }

  /** Puts an option in. The value of an example is selected, so that typing replaces it, and its other values are offered. */
  function take(option: Completion): void {
    const isTerm = /[:=<>]/.test(option.text);
    const example = isTerm && !/[:=<>]/.test(input.value.slice(option.from, input.selectionStart ?? option.to));
    input.setRangeText(isTerm || option.text === '(' ? option.text : `${option.text} `, option.from, option.to, 'end');
    if (example) input.setSelectionRange(option.from + option.text.search(/[:=<>]/) + (/[<>]=/.test(option.text) ? 2 : 1), option.from + option.text.length);
    paint();
    apply();
    if (example || !isTerm) offer(); else close();
  }

  function pressed(event: KeyboardEvent): void {
    if (!handled(event)) return;
    event.preventDefault();
    event.stopPropagation();
  }
  function handled(event: KeyboardEvent): boolean {
    if (event.isComposing) return false;
    switch (event.key) {
      case 'ArrowDown': case 'ArrowUp':
        if (!list.open) offer();
        list.move(event.key === 'ArrowDown' ? 1 : -1);
        showActive();
        return true;
      case ' ':
        if (event.ctrlKey) offer();
        return event.ctrlKey;
      case 'Enter': case 'Tab':
        if (list.active) take(list.active);
        else if (event.key === 'Tab') return false;
        else { close(); apply(); }
        return true;
      case 'Escape':
        // Esc closes the list first, then empties the box; on an empty box it leaves it.
        if (list.open) { close(); if (!input.value) input.blur(); } else if (input.value) put(''); else input.blur();
        return true;
      default: return false;
    }
  }

  function follow(): void { behind.scrollLeft = input.scrollLeft; }
  function paint(): void {
    const { at, text } = store.state.filter;
    const wrong = text === input.value && !helping() ? at : null;
    let start = 0;
    fill(behind, tokenize(input.value).map(token => {
      const from = start;
      start += token.text.length;
      return h('span', { class: `token-${token.kind}${wrong && from >= wrong.start && from < wrong.end ? ' token-wrong' : ''}` }, token.text);
    }));
    element.classList.toggle('filled', input.value !== '');
    follow();
  }
  /** While the wrong word is the one that is being typed, and something fits it, the list says more than the error. */
  function helping(): boolean {
    const { at } = store.state.filter;
    const caret = input.selectionStart ?? 0;
    return list.open && input.value !== '' && (!at || (at.start < caret && caret <= at.end));
  }
  function showNote(): void {
    const { error, matcher } = store.state.filter;
    const found = matches.current;
    const said = error !== null && helping() ? null : error;
    note.textContent = said ?? (matcher && found ? t('{0}{1} of {2}', int(found.total), found.done ? '' : '…', int(store.trace.accessCount)) : '');
    note.title = note.textContent;
    element.classList.toggle('wrong', said !== null);
    input.setAttribute('aria-invalid', String(said !== null));
    list.error(document.activeElement === input ? said : null);
    paint();
  }

  const stops = [matches.subscribe(showNote), store.subscribe(changed => {
    if (!changed('filter')) return;
    const { text } = store.state.filter;
    if (text !== input.value) input.value = text;
    showNote();
  })];
  input.value = store.state.filter.text;
  paint();
  return { element, focus: () => { input.focus(); input.select(); }, destroy: () => { clearTimeout(timer); stops.forEach(stop => stop()); } };
}
