import { int } from '../text/format';
import { h } from '../ui/dom';
import { severityBadge } from '../ui/parts';
import type { CompareHost } from './host';
import type { FindingPair } from './findings';
import type { Comparison } from './model';
import { t } from '../text/l10n';

const MOST = 200;

/** Findings of both recordings: which are gone, which are new, which stayed. */
export function findingsSection({ findings }: Comparison, host: CompareHost): HTMLElement {
  const order = (pair: FindingPair): number => (pair.a && pair.b ? 2 : pair.b ? 0 : 1);
  const sorted = findings.map((pair, index) => ({ pair, index })).sort((x, y) => order(x.pair) - order(y.pair) || x.index - y.index);
  const gone = findings.filter(({ b }) => !b).length;
  const fresh = findings.filter(pair => !pair.a).length;
  return h('section', { class: 'findings-section compare-findings', 'aria-label': t('Findings') },
    h('h2', { class: 'title' }, t('Findings'), h('span', { class: 'grow' }), h('small', {}, findings.length === 0 ? t('none') : t('{0} gone · {1} new · {2} in both', int(gone), int(fresh), int(findings.length - gone - fresh)))),
    h('div', { class: 'findings' }, sorted.slice(0, MOST).map(({ pair }) => row(pair, host)), findings.length === 0 ? h('p', { class: 'hint' }, t('Nothing to report in either.')) : null));
}

function row({ a, b }: FindingPair, host: CompareHost): HTMLElement {
  const finding = b ?? a!;
  const words = a && b ? t('in both') : b ? t('only in B: new') : t('only in A: gone');
  const show = (): void => host.showIn(b ? 1 : 0, { call: finding.call, ...(finding.ordinal === null ? {} : { access: finding.ordinal }) });
  return h('div', { class: 'finding-row' }, h('span', { class: 'verdict', 'aria-hidden': 'true' }, a && b ? '=' : b ? '+' : '−'), severityBadge(finding.severity),
    h('div', {}, h('button', { class: 'link', type: 'button', title: b ? t('Show in B') : t('Show in A'), on: { click: show } }, h('b', {}, finding.rule)), h('small', { title: finding.message }, `${words} · ${finding.message}`)));
}
