import type { TraceInfo } from '../../trace/model/types';
import type { Host } from '../host';
import { baseName, duration, plural } from '../text/format';
import { button, h } from '../ui/dom';
import { t } from '../text/l10n';

/** Top row: what was recorded, the filter, what can be done with it. */
export function createBar(info: TraceInfo, calls: number, filter: HTMLElement, host: Host, showKeys: () => void): HTMLElement {
  const program = programText(info);
  const counts = `${plural(calls, 'call')} · ${plural(info.counts.accesses, 'access')} · ${duration(info.duration)}`;
  return h('header', { class: 'bar' },
    h('b', { class: 'bar-program', title: [info.program, ...info.args].join(' ') }, program),
    h('small', { class: 'bar-counts', title: counts }, counts),
    filter,
    h('span', { class: 'bar-tools' },
      button(t('Compare…'), t('Compare with another recording of the same program'), () => host.command('compareTraces')),
      host.standalone ? null : button(t('Report'), t('Save one HTML file with these views'), () => host.command('saveReport')),
      button('?', t('Keyboard (?)'), showKeys)),
  );
}

/** "node app.js": the program and its first argument that is not an option, without folders. */
export function programText(info: TraceInfo): string {
  const script = info.args.find(argument => !argument.startsWith('-'));
  return [baseName(info.program), ...(script === undefined ? [] : [baseName(script)])].join(' ');
}
