import { fill, h } from '../ui/dom';
import { VirtualList } from '../ui/virtuallist';
import { t } from '../text/l10n';

/** The table behind a canvas: the same things in the same order, for screen readers, keyboards and copying. */
export interface TwinSource {
  readonly title: string;
  readonly columns: readonly string[];
  readonly count: number;
  /** Row that is selected now, or -1. */
  readonly current: number;
  cells(row: number): Promise<readonly string[]>;
  activate(row: number): void;
  /** Called back when rows were added or the selected one changed; ends with the abort signal given at creation. */
  onChange: (() => void) | null;
}

const ROW_HEIGHT = 22;

export function twinGrid(source: TwinSource): { readonly element: HTMLElement; destroy(): void } {
  const head = h('div', { class: 'twin-row twin-head', role: 'row', 'aria-rowindex': 1 }, source.columns.map(name => h('span', { role: 'columnheader' }, name)));
  const note = h('small', { class: 'twin-note' });
  const list = new VirtualList({
    rowHeight: ROW_HEIGHT, role: 'rowgroup', label: null,
    render: index => {
      const row = h('div', { class: 'twin-row', role: 'row', 'aria-rowindex': index + 2, 'aria-selected': String(index === source.current) }, '…');
      row.classList.toggle('selected', index === source.current);
      void source.cells(index).then(cells => fill(row, cells.map(text => h('span', { role: 'gridcell', title: text }, text))), () => fill(row, t('could not be read')));
      return row;
    },
    activate: index => source.activate(index),
  });
  const grid = h('div', { class: 'twin-grid', role: 'grid', 'aria-label': source.title }, h('div', { role: 'rowgroup' }, head), list.element);
  const element = h('div', { class: `twin columns-${source.columns.length}` }, grid, note);
  let shown = -1;
  // Rows may come later than the dialog; the first one that is there takes the focus.
  let focused = false;
  const show = (): void => {
    grid.setAttribute('aria-rowcount', String(source.count + 1));
    note.textContent = source.count === 0 ? t('Nothing to list here.') : '';
    list.setCount(source.count);
    if (source.current >= 0 && source.current !== shown) list.setActive(source.current);
    shown = source.current;
    if (focused) return;
    const row = list.rowAt(list.active);
    row?.focus();
    focused = row !== undefined;
  };
  source.onChange = show;
  queueMicrotask(show);
  return { element, destroy: () => list.destroy() };
}
