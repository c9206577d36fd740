import type { Trace } from '../../trace/model/types';
import type { Host } from '../host';
import { baseName, duration, int, plural } from '../text/format';
import { sitePlace } from '../text/names';
import { h } from '../ui/dom';
import { sourceLink } from '../ui/parts';
import { rows } from './access';
import { t } from '../text/l10n';

/** The recording as a whole, shown while nothing is selected. */
export function summaryCard(trace: Trace, host: Host): HTMLElement {
  const { info } = trace;
  const { exit, counts } = info;
  return h('section', { class: 'card' },
    h('h3', {}, h('b', { class: 'ellipsis', title: info.program }, baseName(info.program))),
    rows(
      [t('command'), h('code', { class: 'wrap' }, [baseName(info.program), ...info.args].join(' '))],
      [t('in'), h('span', { class: 'wrap' }, info.cwd)],
      [t('on'), `${info.host.os} ${info.host.kernel}${info.host.node ? t(' · node {0}', info.host.node) : ''}`],
      [t('processor'), info.host.cpu],
      [t('ran'), `${duration(info.duration)} · ${plural(counts.threads, 'thread')} · ${plural(counts.processes, 'process')}`],
      [t('accesses'), t('{0} read, {1} written', int(counts.reads), int(counts.writes))],
      exit ? [t('ended'), exitText(exit)] : [t('ended'), h('span', { class: 'warn' }, t('not recorded'))],
      exit?.overrideSite ? ['', t('code set at '), sourceLink(host, exit.overrideSite.file, exit.overrideSite.line, exit.overrideSite.column, sitePlace(exit.overrideSite))] : null,
      ...trace.notes.slice(0, 8).map((note): [string, Node] => [t('note'), h('span', { class: 'warn wrap' }, note.text)]),
    ));
}

function exitText(exit: NonNullable<Trace['info']['exit']>): string {
  if (exit.signal) return t('by signal {0}', exit.signal);
  return exit.override === null ? t('with code {0}', exit.code ?? '?') : t('with code {0}, registered {1}', exit.native ?? '?', exit.override);
}
