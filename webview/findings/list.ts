import type { Finding, Severity } from '../../trace/model/types';
import { selectFinding } from '../state/steps';
import type { Store } from '../state/store';
import { plural } from '../text/format';
import { fill, h } from '../ui/dom';
import { severityBadge } from '../ui/parts';
import { t } from '../text/l10n';

/** More findings than this are shown on request: each is a row of the page. */
const FIRST = 200;

/** The findings under the calls: one listbox, one tab stop. */
export function mountFindings(root: HTMLElement, store: Store): { destroy(): void } {
  const summary = h('small', {});
  const list = h('div', { class: 'findings', role: 'listbox', 'aria-label': t('Findings'), on: { keydown: listKey } });
  root.append(h('h2', { class: 'title' }, t('Findings'), h('span', { class: 'grow' }), summary), list);
  let shown = FIRST;

  function draw(): void {
    const { findings } = store.state;
    summary.textContent = summaryOf(findings);
    fill(list, findings.slice(0, shown).map(item), findings.length === 0 ? h('p', { class: 'hint' }, t('Nothing to report.')) : null,
      findings.length > shown ? h('button', { class: 'mini more', type: 'button', on: { click: () => { shown *= 4; draw(); } } }, t('Show {0} more', findings.length - shown)) : null);
    mark();
  }

  function item(finding: Finding, index: number): HTMLElement {
    return h('div', { class: 'finding-row', role: 'option', 'data-index': index, tabindex: -1, on: { click: () => void selectFinding(store, index) } },
      severityBadge(finding.severity),
      h('div', {}, h('b', {}, finding.rule), h('small', { title: finding.message }, finding.message)));
  }

  function mark(): void {
    const current = store.state.finding;
    for (const row of list.querySelectorAll<HTMLElement>('.finding-row')) {
      const selected = Number(row.dataset.index) === current;
      row.classList.toggle('selected', selected);
      row.setAttribute('aria-selected', String(selected));
      row.tabIndex = selected || (current === null && row.dataset.index === '0') ? 0 : -1;
      if (selected) row.scrollIntoView({ block: 'nearest' });
    }
  }

  function listKey(event: KeyboardEvent): void {
    const row = (event.target as Element).closest<HTMLElement>('.finding-row');
    if (!row) return;
    const next = { ArrowDown: row.nextElementSibling, ArrowUp: row.previousElementSibling, Enter: row, ' ': row }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (!(next instanceof HTMLElement) || next.dataset.index === undefined) return;
    next.focus();
    void selectFinding(store, Number(next.dataset.index));
  }

  const stop = store.subscribe(changed => {
    if (changed('findings')) draw();
    else if (changed('finding')) mark();
  });
  draw();
  return { destroy: stop };
}

/** "2 errors · 1 warning · 1 info". */
export function summaryOf(findings: readonly Finding[]): string {
  const count = (severity: Severity): number => findings.filter(finding => finding.severity === severity).length;
  const [errors, warnings, infos] = [count('error'), count('warning'), count('info')];
  return [errors && plural(errors, 'error'), warnings && plural(warnings, 'warning'), infos && t('{0} info', infos)].filter(Boolean).join(' · ') || t('none');
}
