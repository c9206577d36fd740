import type { Call } from '../../trace/model/types';
import type { CallFigure } from '../state/choices';
import { bytes, duration, short } from '../text/format';
import { h } from '../ui/dom';
import { t } from '../text/l10n';

/** What people call the figures of a call. */
export const FIGURE_NAMES: Readonly<Record<CallFigure, string>> = {
  spark: t('Sparkline'), reads: t('Reads'), writes: t('Writes'), bytesRead: t('Bytes read'), bytesWritten: t('Bytes written'), time: t('Time in the call'), start: t('Started at'),
  thread: t('Thread'), result: t('Result'), site: t('JavaScript line'),
};

/** The chosen figures of a call, in their order, but for the time: it stands at the right. */
export function figureParts(call: Call, figures: readonly CallFigure[]): HTMLElement[] {
  const has = (figure: CallFigure): boolean => figures.includes(figure);
  const untouched = call.reads + call.writes === 0 && (has('reads') || has('writes'));
  const parts: (HTMLElement | false)[] = [
    untouched && h('span', {}, t('no access')),
    has('reads') && call.reads > 0 && h('span', { class: 'read', title: FIGURE_NAMES.reads }, `R ${short(call.reads)}`),
    has('writes') && call.writes > 0 && h('span', { class: 'write', title: FIGURE_NAMES.writes }, `W ${short(call.writes)}`),
    has('bytesRead') && call.bytesRead > 0 && h('span', { class: 'read', title: FIGURE_NAMES.bytesRead }, `▲ ${bytes(call.bytesRead)}`),
    has('bytesWritten') && call.bytesWritten > 0 && h('span', { class: 'write', title: FIGURE_NAMES.bytesWritten }, `▼ ${bytes(call.bytesWritten)}`),
    has('start') && h('span', { title: FIGURE_NAMES.start }, t('at {0}', duration(call.start))),
    has('thread') && h('span', { title: FIGURE_NAMES.thread }, t('thread {0}', call.thread)),
    has('result') && call.result !== null && h('span', { class: 'ellipsis', title: call.result }, `→ ${call.result}`),
  ];
  return parts.filter(part => part !== false);
}
