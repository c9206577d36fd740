import { findingsSection } from './findingslist';
import { isTyping } from '../app/keys';
import { button, fill, h, key } from '../ui/dom';
import { showPair } from './detail';
import type { CompareHost } from './host';
import { pairList, summaryText } from './list';
import { stepDifference, type Comparison } from './model';
import { t } from '../text/l10n';

/** Two recordings side by side: calls at the left, one pair of them at the right. Returns the function that takes it away. */
export function mountCompare(root: HTMLElement, comparison: Comparison, names: readonly [string, string], host: CompareHost): () => void {
  const { pairs } = comparison;
  let only = false;
  let rows = pairs;
  let current = -1;
  let drawing = new AbortController();
  const list = pairList(choose);
  const detail = h('section', { class: 'compared', 'aria-label': t('The selected calls'), tabindex: -1 });
  const differences = button(t('Only differences'), t('Leave out calls that are the same (O)'), () => setOnly(!only));
  const count = h('span', { role: 'status' }, summaryText(pairs));
  const app = h('div', { class: 'app compare' },
    h('header', { class: 'bar' }, h('b', {}, t('Compare')), h('small', { class: 'bar-counts' }, count), h('span', { class: 'grow' }),
      h('small', {}, key('['), ' ', key(']'), t(' previous, next difference')), differences, button(t('Swap A and B'), t('Compare the other way round'), () => host.swap())),
    h('main', { class: 'compare-columns' },
      h('section', { class: 'compare-left', 'aria-label': t('Calls') },
        h('div', { class: 'pair pair-head', 'aria-hidden': 'true' }, h('span', { class: 'pair-side' }, h('b', {}, 'A '), h('span', { class: 'ellipsis' }, names[0])), h('span', { class: 'verdict' }),
          h('span', { class: 'pair-side' }, h('b', {}, 'B '), h('span', { class: 'ellipsis' }, names[1])), h('span', { class: 'delta' }, 'B − A'), h('span', { class: 'what' }, t('what differs'))),
        list.element, findingsSection(comparison, host)),
      detail),
    h('footer', { class: 'status' }, h('span', { class: 'status-facts' },
      h('span', { class: wholeBoth(comparison) ? 'ok' : 'warn' }, wholeBoth(comparison) ? t('✓ both recordings complete') : t('! one recording is cut short')),
      h('span', {}, engines(comparison)), h('span', {}, t('addresses and line numbers are left out of account; regions are matched by label')))));
  root.replaceChildren(app);

  function choose(index: number): void {
    const pair = rows[index];
    if (!pair) return;
    current = index;
    list.select(index);
    drawing.abort();
    drawing = new AbortController();
    const { signal } = drawing;
    showPair(detail, comparison, pair, host, signal).catch((error: unknown) => { if (!signal.aborted) host.failed(t('compare: {0}', String(error))); });
  }

  function setOnly(on: boolean): void {
    const pair = rows[current];
    only = on;
    rows = on ? pairs.filter(({ verdict }) => verdict !== 'same') : pairs;
    differences.classList.toggle('on', on);
    differences.setAttribute('aria-pressed', String(on));
    current = pair ? rows.indexOf(pair) : -1;
    list.show(rows, current);
  }

  const keys = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === 'o') setOnly(!only);
    else if (event.key === '[' || event.key === ']') {
      const next = stepDifference(rows, current, event.key === ']' ? 1 : -1);
      if (next !== null) choose(next);
    } else return;
    event.preventDefault();
  };
  document.body.addEventListener('keydown', keys);
  list.show(rows, -1);
  const first = stepDifference(rows, -1, 1);
  if (first !== null) choose(first);
  else fill(detail, h('p', { class: 'hint' }, t('Both recordings are the same, call by call.')));
  return () => { document.body.removeEventListener('keydown', keys); drawing.abort(); list.destroy(); root.replaceChildren(); };
}

const wholeBoth = ({ a, b }: Comparison): boolean => !a.info.cutShort && !b.info.cutShort;

function engines({ a, b }: Comparison): string {
  return a.info.engine === b.info.engine ? t('engine {0}', a.info.engine) : t('engine {0} and {1}', a.info.engine, b.info.engine);
}
