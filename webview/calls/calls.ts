import type { Finding } from '../../trace/model/types';
import type { Host } from '../host';
import type { MatchCounter } from '../state/matches';
import type { Store } from '../state/store';
import { plural } from '../text/format';
import { button, h } from '../ui/dom';
import { VirtualList } from '../ui/virtuallist';
import { callRow } from './row';
import { callCompare } from './order';
import { callMenu } from './menu';
import { rowOf, visibleRows, type CallRow } from './rows';
import { Sparks } from './sparks';
import { t } from '../text/l10n';

/** Two lines; a third one where many figures were chosen. */
const ROW_HEIGHT = 42;
const THIRD_LINE = 17;
const FIGURES_A_LINE = 4;

/** The tree of calls: one selected row, callbacks nested, a sparkline in each. */
export function mountCalls(root: HTMLElement, store: Store, host: Host, matches: MatchCounter): { destroy(): void } {
  const { trace } = store;
  const closed = new Set<number>();
  const sparks = new Sparks(trace, root);
  let rows: readonly CallRow[] = [];
  let findings = groupByCall(store.state.findings);

  const list = new VirtualList({
    rowHeight: () => ROW_HEIGHT + (store.state.choices.callFigures.filter(figure => figure !== 'spark' && figure !== 'site').length > FIGURES_A_LINE ? THIRD_LINE : 0),
    role: 'tree', label: t('Calls'), render, activate: select, onKey: treeKey,
  });
  const all = button(t('all'), t('All calls (0)'), () => store.dispatch({ type: 'call', call: null }), 'mini toggle');
  root.append(
    h('h2', { class: 'title' }, t('Calls'), h('span', { class: 'grow' }), h('small', {}, plural(trace.calls.length, 'call')), callMenu(store), all),
    list.element);
  list.element.addEventListener('pointerover', hover);
  list.element.addEventListener('pointerleave', () => store.dispatch({ type: 'hover', hover: null }));

  function render(index: number): HTMLElement {
    const row = rows[index];
    if (!row) return h('div');
    const { call } = row;
    const element = callRow(row, {
      host, figures: store.state.choices.callFigures, selected: call.id === store.state.call, holdsAccess: call.id === store.state.access?.call,
      findings: findings.get(call.id) ?? [], hits: matches.current?.done ? matches.current.perCall.get(call.id) ?? 0 : null,
      toggle: () => toggle(call.id),
    });
    const canvas = element.querySelector('canvas');
    if (canvas) queueMicrotask(() => sparks.show(call, canvas));
    return element;
  }

  function select(index: number): void {
    const row = rows[index];
    if (row) store.dispatch({ type: 'call', call: row.call.id });
  }

  function toggle(call: number, open = closed.has(call)): void {
    if (open) closed.delete(call);
    else closed.add(call);
    rebuild();
  }

  /** ↑ ↓ select as they move; ← → close and open rows that hold callbacks, and step through accesses on all others. */
  function treeKey(event: KeyboardEvent, index: number): boolean {
    const row = rows[index];
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      const next = index + (event.key === 'ArrowDown' ? 1 : -1);
      if (!rows[next]) return true;
      list.setActive(next, { focus: true });
      select(next);
      return true;
    }
    if (!row || row.call.children.length === 0) return false;
    if (event.key === 'ArrowRight' && !row.open) toggle(row.call.id, true);
    else if (event.key === 'ArrowLeft' && row.open) toggle(row.call.id, false);
    else return false;
    return true;
  }

  function hover(event: PointerEvent): void {
    const row = (event.target as Element).closest<HTMLElement>('[data-call]');
    if (row) store.dispatch({ type: 'hover', hover: { call: Number(row.dataset.call), access: null, bytes: null } });
  }

  function rebuild(): void {
    rows = visibleRows(trace, closed, callCompare(store.state.choices, call => findings.get(call)?.length ?? 0));
    list.setCount(rows.length);
  }

  function follow(): void {
    const { call, access } = store.state;
    all.classList.toggle('on', call === null);
    all.setAttribute('aria-pressed', String(call === null));
    list.refresh();
    const shown = call ?? access?.call ?? null;
    const index = shown === null ? -1 : rowOf(rows, trace, shown);
    if (index >= 0) list.setActive(index);
  }

  function markHover(): void {
    const hovered = store.state.hover?.call ?? null;
    for (const row of list.element.querySelectorAll<HTMLElement>('[data-call]')) row.classList.toggle('hovered', Number(row.dataset.call) === hovered);
  }

  const stops = [
    store.subscribe((changed, state) => {
      if (changed('findings')) findings = groupByCall(state.findings);
      if (changed('choices') || (changed('findings') && state.choices.callOrder === 'findings')) rebuild();
      if (changed('call', 'access', 'findings', 'choices')) follow();
      else if (changed('hover')) markHover();
    }),
    matches.subscribe(() => list.refresh()),
  ];
  rebuild();
  follow();
  return { destroy: () => { stops.forEach(stop => stop()); sparks.destroy(); list.destroy(); } };
}

function groupByCall(findings: readonly Finding[]): ReadonlyMap<number, readonly Finding[]> {
  const groups = new Map<number, Finding[]>();
  for (const finding of findings) {
    if (finding.call === null) continue;
    const group = groups.get(finding.call);
    if (group) group.push(finding);
    else groups.set(finding.call, [finding]);
  }
  return groups;
}
