import type { Call } from '../../trace/model/types';
import { int, plural, short } from '../text/format';
import { h, spokenText } from '../ui/dom';
import { VirtualList } from '../ui/virtuallist';
import type { ComparedPair, Verdict } from './model';
import { t } from '../text/l10n';

const ROW_HEIGHT = 26;
const GLYPHS: Readonly<Record<Verdict, string>> = { same: '=', differs: '≠', a: '−', b: '+' };
const WORDS: Readonly<Record<Verdict, string>> = { same: t('the same'), differs: t('differs'), a: t('only in A'), b: t('only in B') };

export interface PairList {
  readonly element: HTMLElement;
  /** Shows other rows. */
  show(rows: readonly ComparedPair[], selected: number): void;
  select(index: number): void;
  destroy(): void;
}

/** Calls of both recordings side by side; `chosen` is told the row. */
export function pairList(chosen: (index: number) => void): PairList {
  let rows: readonly ComparedPair[] = [];
  let selected = -1;
  const list = new VirtualList({
    rowHeight: ROW_HEIGHT, role: 'listbox', label: t('Calls of both recordings'), render: index => (rows[index] ? row(rows[index], index === selected) : h('div')), activate: chosen,
    onKey: (event, index) => {
      const next = index + (event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0);
      if (next === index || !rows[next]) return false;
      list.setActive(next, { focus: true });
      chosen(next);
      return true;
    },
  });
  list.element.classList.add('pair-list');
  return {
    element: list.element,
    show(next, at) { rows = next; selected = at; list.setCount(rows.length); if (at >= 0) list.setActive(at); },
    select(index) { selected = index; list.refresh(); list.setActive(index); },
    destroy: () => list.destroy(),
  };
}

function row(pair: ComparedPair, selected: boolean): HTMLElement {
  const { a, b, verdict, what, depth } = pair;
  const element = h('div', {
    class: `pair ${verdict}${selected ? ' selected' : ''}`, role: 'option', 'aria-selected': String(selected),
  },
    spokenText(`${(a ?? b)?.function ?? ''}, ${WORDS[verdict]}${what && verdict === 'differs' ? `: ${what}` : ''}`),
    side(a), h('span', { class: 'verdict', title: WORDS[verdict], 'aria-hidden': 'true' }, GLYPHS[verdict]), side(b),
    h('span', { class: 'delta number', 'aria-hidden': 'true' }, delta(a, b)), h('span', { class: 'what ellipsis', title: what, 'aria-hidden': 'true' }, what));
  element.style.setProperty('--depth', String(depth));
  return element;
}

function side(call: Call | null): HTMLElement {
  if (!call) return h('span', { class: 'pair-side none' });
  return h('span', { class: 'pair-side', 'aria-hidden': 'true' },
    h('span', { class: 'call-number' }, `#${call.id}`), h('span', { class: 'pair-name ellipsis', title: call.function }, call.function),
    h('span', { class: 'read' }, `R ${short(call.reads)}`), h('span', { class: 'write' }, `W ${short(call.writes)}`));
}

function delta(a: Call | null, b: Call | null): string {
  if (!a || !b) return '';
  const difference = b.reads + b.writes - a.reads - a.writes;
  return difference === 0 ? '' : difference > 0 ? `+${int(difference)}` : `−${int(-difference)}`;
}

/** "14 rows: 9 the same, 3 differ, 1 only in A, 1 only in B". */
export function summaryText(pairs: readonly ComparedPair[]): string {
  const count = (verdict: Verdict): number => pairs.filter(pair => pair.verdict === verdict).length;
  const parts = [[count('same'), t('the same')], [count('differs'), t('differ')], [count('a'), t('only in A')], [count('b'), t('only in B')]] as const;
  return `${plural(pairs.length, 'call')}: ${parts.filter(([number]) => number > 0).map(([number, text]) => `${int(number)} ${text}`).join(' · ')}`;
}
