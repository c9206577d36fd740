import type { Finding, Severity } from '../../trace/model/types';
import { duration, plural } from '../text/format';
import { callArguments, sitePlace } from '../text/names';
import type { CallFigure } from '../state/choices';
import { severityBadge, sourceLink } from '../ui/parts';
import type { Host } from '../host';
import { h, spokenText } from '../ui/dom';
import { FIGURE_NAMES, figureParts } from './figures';
import { SPARK } from './sparkline';
import type { CallRow } from './rows';
import { t } from '../text/l10n';

export interface RowContext {
  readonly selected: boolean;
  /** The selected access belongs to it. */
  readonly holdsAccess: boolean;
  readonly findings: readonly Finding[];
  /** Accesses that pass the filter; null without one. */
  readonly hits: number | null;
  readonly host: Host;
  readonly figures: readonly CallFigure[];
  toggle(): void;
}

/** Two lines: number, name, arguments, place and findings; then sparkline, reads, writes, time. */
export function callRow({ call, depth, open }: CallRow, context: RowContext): HTMLElement {
  const touched = call.reads + call.writes > 0;
  const classes = ['call', context.selected && 'selected', context.holdsAccess && 'holds', context.hits === 0 && 'dimmed', depth > 0 && 'nested'];
  const row = h('div', {
    class: classes.filter(Boolean).join(' '), role: 'treeitem', 'aria-level': depth + 1, 'aria-selected': String(context.selected),
    'aria-expanded': call.children.length > 0 ? String(open) : null, 'data-call': call.id,
  },
    spokenText(spoken(call, context)),
    h('div', { class: 'call-first', 'aria-hidden': 'true' },
      h('span', { class: 'twisty', 'aria-hidden': 'true', on: { click: event => { event.preventDefault(); context.toggle(); } } }, call.children.length > 0 ? (open ? '⌄' : '›') : ''),
      h('span', { class: 'call-number' }, `#${call.id}`),
      h('span', { class: 'call-name', title: `${call.function}${callArguments(call)}` },
        depth > 0 ? h('span', { class: 'from-callback', title: t('Made from a callback into JavaScript') }, t('JS')) : null,
        h('b', {}, call.function), h('span', { class: 'call-arguments' }, callArguments(call))),
      call.incomplete ? h('span', { class: 'call-gap', title: t('Part of this call was not traced') }, '◌') : null,
      call.site && context.figures.includes('site') ? sourceLink(context.host, call.site.file, call.site.line, call.site.column, sitePlace(call.site), { tab: false }) : null,
      badge(context.findings)),
    h('div', { class: 'call-second', 'aria-hidden': 'true' },
      !context.figures.includes('spark') ? null
        : touched ? h('canvas', { class: 'spark', width: SPARK.width, height: SPARK.height, 'aria-hidden': 'true' }) : h('span', { class: 'no-spark' }),
      h('span', { class: 'call-counts' }, figureParts(call, context.figures)),
      context.figures.includes('time') ? h('span', { class: 'call-time', title: FIGURE_NAMES.time }, call.end === null ? t('did not return') : duration(call.end - call.start)) : null),
  );
  // The depth is data, so it goes through the CSSOM.
  row.style.setProperty('--depth', String(depth));
  return row;
}

function badge(findings: readonly Finding[]): HTMLElement | null {
  if (findings.length === 0) return null;
  const worst = (['error', 'warning', 'info'] as Severity[]).find(severity => findings.some(finding => finding.severity === severity)) ?? 'info';
  return severityBadge(worst, findings.length, plural(findings.length, 'finding'));
}

function spoken(call: CallRow['call'], context: RowContext): string {
  const time = call.end === null ? t('did not return') : duration(call.end - call.start);
  const found = context.findings.length > 0 ? `, ${plural(context.findings.length, 'finding')}` : '';
  return t('call {0} {1}, {2}, {3}, {4}{5}', call.id, call.function, plural(call.reads, 'read'), plural(call.writes, 'write'), time, found);
}
