import { bytes, plural, short } from '../text/format';
import { h, spokenText } from '../ui/dom';
import type { FileHeat } from './heat';
import type { SourceRow } from './rows';
import { t } from '../text/l10n';

/** A line with its heat: bars about a middle line, reads above and writes below, then the numbers and the text. */
export function sourceLine(row: SourceRow, file: FileHeat, most: number, selected: boolean): HTMLElement {
  const { heat } = row;
  const number = file.kind === 'library' ? `+0x${row.line.toString(16)}` : String(row.line);
  const bars = h('span', { class: 'heat', 'aria-hidden': 'true' });
  // Logarithmic: a line that ran once stays visible beside a loop.
  const share = (count: number): string => String(count === 0 ? 0 : Math.max(0.04, Math.log2(1 + count) / Math.log2(1 + most)));
  bars.style.setProperty('--reads', share(heat?.reads ?? 0));
  bars.style.setProperty('--writes', share(heat?.writes ?? 0));
  const element = h('div', {
    class: ['source-row', heat ? 'hot' : '', selected ? 'selected' : ''].filter(Boolean).join(' '), role: 'option', 'aria-selected': String(selected),
    title: heat ? titleOf(row) : null,
  },
    spokenText(heat ? t('line {0}, {1}: ', number, titleOf(row)) : t('line {0}: ', number)),
    h('span', { class: 'number', 'aria-hidden': 'true' }, number), bars,
    h('span', { class: 'heat-count read', 'aria-hidden': 'true' }, heat && heat.reads > 0 ? `R ${short(heat.reads)}` : ''),
    h('span', { class: 'heat-count write', 'aria-hidden': 'true' }, heat && heat.writes > 0 ? `W ${short(heat.writes)}` : ''),
    h('code', { class: 'source-code' }, row.text ?? (heat ? heat.name : '')));
  return element;
}

function titleOf({ heat }: SourceRow): string {
  if (!heat) return '';
  return [
    t('{0} of {1}, {2} of {3}', plural(heat.reads, 'read'), bytes(heat.bytesRead), plural(heat.writes, 'write'), bytes(heat.bytesWritten)), heat.name,
    heat.calls.length > 0 ? plural(heat.calls.length, 'call') : '',
  ].filter(Boolean).join(', ');
}
