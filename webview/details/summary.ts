import type { Trace } from '../../trace/model/types';
import type { Host } from '../host';
import { baseName, duration, int, plural } from '../text/format';
import { sitePlace } from '../text/names';
import { h } from '../ui/dom';
import { sourceLink } from '../ui/parts';
import { rows } from './access';

/** The recording as a whole, shown while nothing is selected. */
export function summaryCard(trace: Trace, host: Host): HTMLElement {
  const { info } = trace;
  const { exit, counts } = info;
  return h('section', { class: 'card' },
    h('h3', {}, h('b', { class: 'ellipsis', title: info.program }, baseName(info.program))),
    rows(
      ['command', h('code', { class: 'wrap' }, [baseName(info.program), ...info.args].join(' '))],
      ['in', h('span', { class: 'wrap' }, info.cwd)],
      ['on', `${info.host.os} ${info.host.kernel}${info.host.node ? ` · node ${info.host.node}` : ''}`],
      ['processor', info.host.cpu],
      ['ran', `${duration(info.duration)} · ${plural(counts.threads, 'thread')} · ${plural(counts.processes, 'process')}`],
      ['accesses', `${int(counts.reads)} read, ${int(counts.writes)} written`],
      exit ? ['ended', exitText(exit)] : ['ended', h('span', { class: 'warn' }, 'not recorded')],
      exit?.overrideSite ? ['', 'code set at ', sourceLink(host, exit.overrideSite.file, exit.overrideSite.line, exit.overrideSite.column, sitePlace(exit.overrideSite))] : null,
      ...trace.notes.slice(0, 8).map((note): [string, Node] => ['note', h('span', { class: 'warn wrap' }, note.text)]),
    ));
}

function exitText(exit: NonNullable<Trace['info']['exit']>): string {
  if (exit.signal) return `by signal ${exit.signal}`;
  return exit.override === null ? `with code ${exit.code ?? '?'}` : `with code ${exit.native ?? '?'}, registered ${exit.override}`;
}
