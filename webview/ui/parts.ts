import type { Access, Insn, Severity } from '../../trace/model/types';
import type { Host } from '../host';
import { insnPlace } from '../text/names';
import { t } from '../text/l10n';
import { h } from './dom';

const SEVERITIES: Record<Severity, string> = { error: t('error'), warning: t('warning'), info: t('note') };
const LETTER: Record<Severity, string> = { error: '✕', warning: '!', info: 'i' };

/** Round, shield, square: severity by shape, letter and colour. More than one finding shows their number. */
export function severityBadge(severity: Severity, count = 1, title = SEVERITIES[severity]): HTMLElement {
  return h('span', { class: `severity ${severity}`, title, role: 'img', 'aria-label': title }, count > 1 ? count : LETTER[severity]);
}

/** "▲ R" or "▼ W". */
export function kindTag(kind: Access['kind']): HTMLElement {
  return h('span', { class: `tag ${kind}`, role: 'img', 'aria-label': kind === 'read' ? t('read') : t('write') }, kind === 'read' ? '▲ R' : '▼ W');
}

/** A place in a source file: opens beside the view; in the report, where there is no editor, it copies path and line. */
export function sourceLink(
  host: Host, file: string, line: number, column: number | null, text: string, options: { tab?: boolean } = {},
): HTMLElement {
  const path = `${file}:${line}`;
  const open = (event: Event): void => {
    event.preventDefault();
    host.openSource({ file, line, column, beside: true });
  };
  // Inside rows that are one thing to a screen reader only the pointer gets here; the details have the same link for keys.
  if (options.tab === false) return h('span', { class: 'source', title: host.standalone ? t('Copy {0}', path) : t('Open {0}', path), on: { click: open } }, text);
  return h('a', {
    class: host.standalone ? 'source copies' : 'source', href: '#', title: host.standalone ? t('Copy {0}', path) : t('Open {0}', path), on: { click: open },
  }, text);
}

/** The native line of an instruction, or module and offset as plain text when there are no symbols. */
export function insnLink(host: Host, insn: Insn | null, options: { tab?: boolean } = {}): HTMLElement {
  if (insn?.file && insn.line !== null) return sourceLink(host, insn.file, insn.line, null, insnPlace(insn), options);
  return h('span', { class: 'source plain', title: insn?.module ?? '' }, insnPlace(insn));
}
