import type { AccessBlock } from '../../trace/model/types';
import type { Host } from '../host';
import { ordinalsOf } from '../state/scope';
import { findBackward, findForward } from '../state/search';
import { selectOrdinal } from '../state/select';
import type { Store } from '../state/store';
import { baseName, plural } from '../text/format';
import { button, fill, h } from '../ui/dom';
import { VirtualList } from '../ui/virtuallist';
import { loadHeat, type FileHeat, type LineHeat } from './heat';
import { sourceLine } from './line';
import { hottestRow, rowOfLine, sourceRows, type SourceRow } from './rows';
import { t } from '../text/l10n';

const ROW_HEIGHT = 19;

export interface SourceView { readonly bar: HTMLElement; destroy(): void; /** Reads and draws only while shown. */ show(on: boolean): void }

/** The source that touched memory: a file at a time, each line with its reads and writes in the call in view. */
export function mountSource(root: HTMLElement, store: Store, host: Host): SourceView {
  let shown = false;
  let stale = true;
  let files: readonly FileHeat[] = [];
  let file: FileHeat | null = null;
  let rows: readonly SourceRow[] = [];
  let most = 1;
  let selected: number | null = null;
  let loading = new AbortController();
  const texts = new Map<string, Promise<string | null>>();

  const choice = h('select', { class: 'source-file', 'aria-label': t('Source file'), on: { change: () => void open(files.find(each => each.file === choice.value) ?? null, null) } });
  const note = h('small', { class: 'ellipsis' });
  const step = (text: string, title: string, direction: -1 | 1): HTMLElement => button(text, title, () => void stepAt(list.active, direction), 'mini');
  const bar = h('span', { class: 'source-bar' }, choice, note, h('span', { class: 'grow' }),
    step('◂', t('Previous access by this line'), -1), step('▸', t('Next access by this line (Enter)'), 1),
    button(t('filter'), t('Show only the accesses of this line'), filterLine, 'mini'), button(t('open'), t('Open this line in an editor'), openLine, 'mini'));
  const list = new VirtualList({
    rowHeight: ROW_HEIGHT, role: 'listbox', label: t('Source lines with their reads and writes'),
    render: index => (file && rows[index] ? sourceLine(rows[index], file, most, rows[index].line === selected) : h('div')),
    activate: index => void stepAt(index, 1),
  });
  list.element.classList.add('source-list');
  const empty = h('p', { class: 'hint', hidden: true }, t('No access in view: nothing to show by source line.'));
  root.append(empty, list.element);

  async function load(): Promise<void> {
    loading.abort();
    const { signal } = loading = new AbortController();
    stale = false;
    note.textContent = t('counting …');
    const { trace, call, filter } = store.state;
    files = await loadHeat({ trace, call, matcher: filter.matcher, signal });
    empty.hidden = files.length > 0;
    fill(choice, groups(files));
    const place = placeOfAccess();
    await open(files.find(each => each.file === place?.file) ?? files.find(each => each.file === file?.file) ?? files[0] ?? null, place?.line ?? null);
  }

  async function open(next: FileHeat | null, line: number | null): Promise<void> {
    file = next;
    choice.value = next?.file ?? '';
    choice.title = next?.file ?? '';
    selected = line;
    if (!next) { rows = []; list.setCount(0); note.textContent = ''; return; }
    most = next.lines.reduce((top, { reads, writes }) => Math.max(top, reads, writes), 1);
    let text = texts.get(next.file);
    if (!text) texts.set(next.file, text = next.kind === 'library' ? Promise.resolve(null) : host.sourceText(next.file).catch(() => null));
    const content = await text;
    if (file !== next) return;
    rows = sourceRows(next, content);
    note.textContent = t('{0} with accesses{1}', plural(next.lines.length, next.kind === 'library' ? 'instruction' : 'line'), content === null && next.kind !== 'library' ? t(' · the text is not at hand here') : '');
    list.setCount(rows.length);
    list.setActive(line === null ? hottestRow(rows) : rowOfLine(rows, line));
  }

  /** Place of the selected access, as this view names it. */
  function placeOfAccess(): { file: string; line: number } | null {
    const insn = store.state.access?.insn;
    if (!insn) return null;
    return insn.file !== null && insn.line !== null ? { file: insn.file, line: insn.line } : { file: insn.module ?? '', line: insn.offset };
  }

  function follow(): void {
    const place = placeOfAccess();
    if (!place) { selected = null; list.refresh(); return; }
    // A JavaScript file stays open while accesses are stepped through: its line is that of the call.
    if (file?.kind === 'javascript') {
      selected = store.trace.callById.get(store.state.access?.call ?? 0)?.site?.line ?? null;
      list.refresh();
    } else if (place.file !== file?.file) void open(files.find(each => each.file === place.file) ?? file, place.line);
    else { selected = place.line; list.refresh(); list.setActive(rowOfLine(rows, place.line)); }
  }

  async function stepAt(index: number, direction: -1 | 1): Promise<void> {
    const heat = rows[index]?.heat;
    if (!heat) return;
    const { trace, call, access, filter: { matcher } } = store.state;
    const [from, to] = ordinalsOf(trace, call);
    const test = belongsTo(heat);
    const passes = (block: AccessBlock, row: number): boolean => test(block, row) && (!matcher || matcher.matches(block, row));
    const at = access?.ordinal ?? (direction > 0 ? from - 1 : to);
    const found = direction > 0 ? await findForward(trace, Math.max(from, at + 1), to, passes) ?? await findForward(trace, from, to, passes)
      : await findBackward(trace, from, Math.min(to, at), passes) ?? await findBackward(trace, from, to, passes);
    if (found !== null) await selectOrdinal(store, found);
  }

  function filterLine(): void {
    const heat = rows[list.active]?.heat;
    if (!file || !heat) return;
    const text = file.kind === 'native' ? `line:${baseName(file.file)}:${heat.line}` : file.kind === 'javascript' && heat.calls.length > 0 ? `call:${heat.calls[0]}..${heat.calls.at(-1)}` : heat.name ? `fn:${heat.name}` : '';
    if (text) store.dispatch({ type: 'filter', text });
  }

  function openLine(): void {
    const row = rows[list.active];
    if (file && row && file.kind !== 'library') host.openSource({ file: file.file, line: row.line, column: null, beside: true });
  }

  const refresh = (): void => { if (shown && stale) void load().catch((error: unknown) => { if (!(error instanceof DOMException && error.name === 'AbortError')) reportError(error); }); };
  const stop = store.subscribe(changed => {
    if (changed('call', 'filter')) stale = true;
    if (!shown) return;
    if (stale) refresh();
    else if (changed('access')) follow();
  });
  return {
    bar,
    show(on) { shown = on; refresh(); if (on && !stale) follow(); },
    destroy() { loading.abort(); stop(); list.destroy(); },
  };
}

function belongsTo({ insns, calls }: LineHeat): (block: AccessBlock, row: number) => boolean {
  const [byInsn, byCall] = [new Set(insns), new Set(calls)];
  return (block, row) => byInsn.has(block.insn[row]!) || byCall.has(block.call[row]!);
}

const KINDS: Readonly<Record<FileHeat['kind'], string>> = { native: t('native source'), library: t('libraries without line numbers'), javascript: t('JavaScript that called') };

function groups(files: readonly FileHeat[]): HTMLElement[] {
  return (['native', 'library', 'javascript'] as const).flatMap(kind => {
    const own = files.filter(each => each.kind === kind);
    return own.length === 0 ? [] : [h('optgroup', { label: KINDS[kind] }, own.map(each => h('option', { value: each.file, title: each.file }, `${baseName(each.file)} · ${plural(each.accesses, 'access')}`)))];
  });
}
