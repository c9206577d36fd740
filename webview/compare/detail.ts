import type { Access, Trace } from '../../trace/model/types';
import { bytes, ordinalText, plural } from '../text/format';
import { insnPlace, place, sitePlace } from '../text/names';
import { button, fill, h } from '../ui/dom';
import { kindTag } from '../ui/parts';
import { diffAccesses, type AccessDiff, type AccessLine } from './accesses';
import type { CompareHost } from './host';
import { pairRegions } from './memory';
import type { ComparedPair, Comparison } from './model';
import { regionSection } from './regions';
import { t } from '../text/l10n';

const MOST_LINES = 200;

/** One pair of calls: memory after the call, and the accesses that only one of them made. */
export async function showPair(root: HTMLElement, comparison: Comparison, pair: ComparedPair, host: CompareHost, signal: AbortSignal): Promise<void> {
  const { a, b } = comparison;
  const call = pair.a ?? pair.b!;
  const open = (which: 0 | 1, id: number | undefined): HTMLElement | null => (id === undefined ? null
    : button(t('Show in {0}', which === 0 ? 'A' : 'B'), t('Open recording {0} with this call', which === 0 ? 'A' : 'B'), () => host.showIn(which, { call: id }), 'secondary'));
  const memory = h('div', {});
  const accesses = h('section', { class: 'compared-accesses' });
  fill(root,
    h('div', { class: 'compared-title' }, h('b', {}, call.function), h('small', {}, [pair.a ? `A #${pair.a.id}` : '', pair.b ? `B #${pair.b.id}` : '', call.site ? sitePlace(call.site) : ''].filter(Boolean).join(' · ')),
      h('span', { class: 'grow' }), open(0, pair.a?.id), open(1, pair.b?.id)),
    pair.a && pair.b && pair.a.result !== pair.b.result ? h('p', { class: 'compared-result' }, t('result '), h('code', {}, pair.a.result ?? t('none')), t(' in A, '), h('code', {}, pair.b.result ?? t('none')), t(' in B')) : null,
    memory, accesses);
  const regions = await pairRegions(a, pair.a, b, pair.b);
  if (signal.aborted) return;
  fill(memory, regions.map(regionSection), regions.length === 0 ? h('p', { class: 'hint' }, t('No memory was given to this call.')) : null);
  if (!pair.a || !pair.b) return;
  fill(accesses, h('h4', {}, t('Accesses, in order')), h('p', { class: 'hint' }, t('comparing …')));
  const diff = await diffAccesses(a, pair.a, b, pair.b, signal);
  fill(accesses, ...await accessLines(a, b, diff, host));
}

async function accessLines(a: Trace, b: Trace, diff: AccessDiff, host: CompareHost): Promise<HTMLElement[]> {
  const title = diff.onlyA + diff.onlyB === 0 ? t('the same in both') : t('{0} only in A, {1} only in B', plural(diff.onlyA, 'access'), plural(diff.onlyB, 'access'));
  const shown = diff.lines.slice(0, MOST_LINES);
  const rows = diff.onlyA + diff.onlyB === 0 ? [] : await Promise.all(shown.map(async line => {
    if (line.kind === 'gap') return h('div', { class: 'access-gap' }, `⋯ ${plural(line.count, 'equal access')}`);
    const access = line.a !== null ? await a.access(line.a) : await b.access(line.b ?? 0);
    return accessRow(line.a !== null ? a : b, line, access, host);
  }));
  return [
    h('h4', {}, t('Accesses, in order'), h('span', { class: 'grow' }), h('small', {}, `${title}${diff.cut ? t(' (of the first ones)') : ''}`)),
    h('div', { class: 'access-lines' }, rows),
    ...(diff.lines.length > shown.length ? [h('p', { class: 'hint' }, t('{0}: open the recordings to see all.', plural(diff.lines.length - shown.length, 'more line')))] : []),
  ];
}

function accessRow(trace: Trace, line: AccessLine, access: Access, host: CompareHost): HTMLElement {
  const region = trace.regionById.get(access.region ?? access.anchor ?? 0);
  const glyph = { same: '=', a: '−', b: '+' }[line.kind];
  return h('div', { class: `access-line ${line.kind}` }, h('span', { class: 'verdict' }, glyph), kindTag(access.kind),
    h('button', { class: 'link', type: 'button', title: line.kind === 'b' ? t('Show in B') : t('Show in A'), on: { click: () => host.showIn(line.kind === 'b' ? 1 : 0, { access: access.ordinal }) } }, ordinalText(access.ordinal)),
    h('span', {}, region ? place(region, access.offset, access.size) : bytes(access.size)), h('span', { class: 'source plain' }, insnPlace(access.insn)),
    line.kind === 'same' ? null : h('small', {}, line.kind === 'a' ? t('only in A') : t('only in B')));
}
