import type { Completion } from '../../trace/filter/complete';
import { fill, h } from '../ui/dom';
import { aboutText } from '../text/filter';

/** The list under the filter box, and below it what is wrong with the filter. The focus stays in the box; it says which option is the active one. */
export interface Completions {
  readonly element: HTMLElement;
  readonly open: boolean;
  /** Id of the active option, for `aria-activedescendant`. */
  readonly activeId: string | null;
  readonly active: Completion | null;
  /** None: closes the list. No option is active then. */
  show(options: readonly Completion[]): void;
  /** The next or previous option; behind the last one comes none, then the first. */
  move(by: 1 | -1): void;
  error(text: string | null): void;
}

export const LIST_ID = 'filter-options';

export function createCompletions(label: string, picked: (option: Completion) => void): Completions {
  const list = h('div', { class: 'completions', role: 'listbox', id: LIST_ID, 'aria-label': label });
  const wrong = h('div', { class: 'filter-error', role: 'alert', hidden: true });
  const element = h('div', { class: 'filter-below', hidden: true, on: { pointerdown: event => event.preventDefault() } }, list, wrong);
  let shown: readonly Completion[] = [];
  let at = -1;

  function row(option: Completion, index: number): HTMLElement {
    return h('div', { class: 'completion', role: 'option', id: `${LIST_ID}-${index}`, 'aria-selected': 'false', on: { click: () => picked(option) } },
      h('span', { class: 'completion-text' }, option.text), h('span', { class: 'completion-about' }, aboutText(option.about)));
  }

  function mark(): void {
    for (const [index, child] of [...list.children].entries()) {
      child.setAttribute('aria-selected', String(index === at));
      child.classList.toggle('active', index === at);
      if (index === at) child.scrollIntoView({ block: 'nearest' });
    }
  }

  function fit(): void {
    list.hidden = shown.length === 0;
    element.hidden = list.hidden && wrong.hidden;
  }

  return {
    element,
    get open() { return shown.length > 0; },
    get activeId() { return at < 0 ? null : `${LIST_ID}-${at}`; },
    get active() { return shown[at] ?? null; },
    show(options) {
      shown = options;
      at = -1;
      fill(list, options.map(row));
      list.scrollTop = 0;
      fit();
    },
    move(by) {
      const places = shown.length + 1;
      at = (at + 1 + by + places) % places - 1;
      mark();
    },
    error(text) {
      if (wrong.textContent !== (text ?? '')) wrong.textContent = text ?? '';
      wrong.hidden = text === null;
      fit();
    },
  };
}
