import type { Access, Finding, Region } from '../../trace/model/types';
import { rows } from '../details/access';
import { findingText } from '../details/copy';
import type { Host } from '../host';
import { stepFinding } from '../state/steps';
import type { Store } from '../state/store';
import { baseName, bytes, offset, ordinalText } from '../text/format';
import { fieldsIn, place } from '../text/names';
import { button, h } from '../ui/dom';
import { kindTag, severityBadge, sourceLink } from '../ui/parts';
import { wordsOf } from './words';
import { t } from '../text/l10n';

/** What happened, what it means, declared against observed, access, both source lines, a fix to try. */
export function findingCard(store: Store, host: Host, index: number, finding: Finding): HTMLElement {
  const { trace, findings, access } = store.state;
  const region = finding.region === null ? undefined : trace.regionById.get(finding.region);
  const words = wordsOf(finding.rule);
  const fix = words.fix?.(finding, region);
  return h('section', { class: `card finding ${finding.severity}` },
    h('h3', {}, severityBadge(finding.severity), h('b', { class: 'ellipsis' }, finding.rule), h('span', { class: 'grow' }),
      h('small', { class: 'number' }, t('{0} of {1}', index + 1, findings.length)),
      button('‹', t('Previous finding ([)'), () => void stepFinding(store, -1), 'mini'),
      button('›', t('Next finding (])'), () => void stepFinding(store, 1), 'mini'),
      button('×', t('Close the card'), () => store.dispatch({ type: 'finding', finding: null, access: null }), 'mini')),
    h('p', { class: 'finding-message' }, finding.message),
    words.means ? h('p', {}, h('strong', {}, words.means), ' ', words.because) : null,
    region ? versus(region, finding, access) : null,
    rows(
      access ? [t('access'), kindTag(access.kind), ' ', `${ordinalText(access.ordinal)}${region ? ` · ${place(region, access.offset, access.size)}` : ''}`] : null,
      finding.file && finding.line !== null
        ? [t('native'), sourceLink(host, finding.file, finding.line, null, `${baseName(finding.file)}:${finding.line}`), ' ', h('small', {}, finding.symbol ?? '')]
        : finding.module ? [t('native'), baseName(finding.module), ' ', h('small', {}, finding.symbol ?? '')] : null,
      finding.site ? [t('JS'), sourceLink(host, finding.site.file, finding.site.line, finding.site.column, `${baseName(finding.site.file)}:${finding.site.line}`), ' ',
        h('small', {}, finding.call === null ? '' : `#${finding.call} ${finding.function ?? ''}`)] : null,
    ),
    fix ? h('div', { class: 'fix' }, h('h4', {}, t('A fix to try')), h('p', {}, fix)) : null,
    h('div', { class: 'actions' }, ...openButtons(host, finding), button(t('Copy'), t('Copy as text with all numbers'), () => host.copy(findingText(trace, finding), t('the finding')), 'secondary')),
  );
}

function openButtons(host: Host, finding: Finding): HTMLElement[] {
  if (host.standalone) return [];
  const places: { file: string; line: number; column: number | null }[] = [];
  if (finding.file && finding.line !== null) places.push({ file: finding.file, line: finding.line, column: null });
  if (finding.site) places.push(finding.site);
  return places.map((site, index) => button(t('Open {0}:{1}', baseName(site.file), site.line), site.file,
    () => host.openSource({ ...site, beside: true }), index === 0 ? 'primary' : 'secondary'));
}

/** Two rows on one scale: the fields as declared, and the bytes as touched. */
function versus(region: Region, finding: Finding, access: Access | null): HTMLElement | null {
  const { offset: from, size } = finding;
  if (from === null || size === null || size === 0) return null;
  const fields = fieldsIn(region, from, size).slice(0, 4);
  const start = Math.min(from, fields[0]?.offset ?? from);
  const end = Math.max(from + size, ...fields.map(field => field.offset + field.size));
  const box = (kind: string, first: number, length: number, text: string): HTMLElement => {
    const element = h('span', { class: `versus-box ${kind}`, title: `${text} ${offset(first)}, ${bytes(length)}` }, h('span', { class: 'ellipsis' }, text), h('em', {}, `${offset(first)}, ${bytes(length)}`));
    element.style.setProperty('--from', String((first - start) / (end - start)));
    element.style.setProperty('--share', String(length / (end - start)));
    return element;
  };
  const declared = fields.length > 0 ? fields.map(field => box('field', field.offset, field.size, `${field.name} ${field.type}`))
    : [box('past', from, size, from >= region.size ? t('ends at {0}', offset(region.size)) : 'bytes')];
  const kind = access?.kind ?? (finding.rule === 'never-written' ? 'never' : 'write');
  const text = kind === 'never' ? t('not written') : `${kind === 'read' ? '▲ R' : '▼ W'} ${bytes(size)}`;
  return h('div', { class: 'versus' },
    h('span', { class: 'versus-name' }, t('declared')), h('div', { class: 'versus-row' }, declared),
    h('span', { class: 'versus-name' }, t('observed')), h('div', { class: 'versus-row' }, box(kind, from, size, text)));
}
