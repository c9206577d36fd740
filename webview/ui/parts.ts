import type { Access, Insn, Severity } from '../../trace/model/types';
import type { Host } from '../host';
import { insnPlace } from '../text/names';
import { button, h } from './dom';

const LETTER: Record<Severity, string> = { error: '✕', warning: '!', info: 'i' };

/** Round, shield, square: severity by shape, letter and colour. More than one finding shows their number. */
export function severityBadge(severity: Severity, count = 1, title: string = severity): HTMLElement {
  return h('span', { class: `severity ${severity}`, title, role: 'img', 'aria-label': title }, count > 1 ? count : LETTER[severity]);
}

/** "▲ R" or "▼ W". */
export function kindTag(kind: Access['kind']): HTMLElement {
  return h('span', { class: `tag ${kind}`, role: 'img', 'aria-label': kind }, kind === 'read' ? '▲ R' : '▼ W');
}

/** A place in a source file: opens beside the view, or in the report shows the path and copies it. */
export function sourceLink(
  host: Host, file: string, line: number, column: number | null, text: string, options: { tab?: boolean; copy?: boolean } = {},
): HTMLElement {
  const path = `${file}:${line}`;
  if (host.standalone) {
    const place = h('span', { class: 'source', title: path }, text);
    return options.copy === false ? place : h('span', {}, place, ' ', button('Copy', `Copy ${path}`, () => host.copy(path, path), 'mini'));
  }
  return h('a', {
    class: 'source', href: '#', title: `Open ${path}`, tabindex: options.tab === false ? -1 : null,
    on: {
      click: event => {
        event.preventDefault();
        host.openSource({ file, line, column, beside: true });
      },
    },
  }, text);
}

/** The native line of an instruction, or module and offset as plain text when there are no symbols. */
export function insnLink(host: Host, insn: Insn | null, options: { tab?: boolean; copy?: boolean } = {}): HTMLElement {
  if (insn?.file && insn.line !== null) return sourceLink(host, insn.file, insn.line, null, insnPlace(insn), options);
  return h('span', { class: 'source plain', title: insn?.module ?? '' }, insnPlace(insn));
}
