import type { Host } from '../host';
import type { Counts } from '../pagemap/counts';
import type { Store } from '../state/store';
import { bytes as bytesText, int, ordinalText } from '../text/format';
import { regionName } from '../text/names';
import { selectOrdinal } from '../state/select';
import { fill, h } from '../ui/dom';
import { VirtualList } from '../ui/virtuallist';
import { createByteCursor } from './cursor';
import { contentsOf } from './contents';
import { createByteFacts } from './facts';
import { drawFields } from './fields';
import { AROUND, RegionBytesLoader, type RegionBytes } from './load';
import { Moments, type When } from './moments';
import { byteRow, PER_ROW } from './row';
import { createScrubber } from './scrubber';
import { t } from '../text/l10n';

export const BYTE_ROW_HEIGHT = 18;
const MOST_ROWS = 10;

/**
 * The bytes of the region that holds the pinned ones: sixteen a row, before and after the call and at any moment of it, with what was read and written. Its
 * declared fields go into `fields`.
 */
export function mountBytes(root: HTMLElement, fields: HTMLElement, store: Store, host: Host): { destroy(): void } {
  const loader = new RegionBytesLoader(store.trace);
  const moments = new Moments(store.trace, () => draw());
  let data: RegionBytes | null = null;
  let firstRow = 0;

  const title = h('span', { class: 'ellipsis' });
  const choices = h('span', { class: 'segments', role: 'group', 'aria-label': t('Contents shown') },
    ...(['before', 'at', 'after'] as const).map(each => h('button', { type: 'button', 'data-moment': each, title: TITLES[each], on: { click: () => choose(each) } }, NAMES[each])));
  const scrubber = createScrubber(scrub);
  const facts = createByteFacts(store, host);
  const columns = h('div', { class: 'byte-row byte-columns', 'aria-hidden': 'true' }, h('span', { class: 'byte-offset' }),
    ...Array.from({ length: PER_ROW }, (_, column) => h('span', { class: column === 8 ? 'byte octet' : 'byte' }, column.toString(16))), h('span', { class: 'byte-text' }));
  const cursor = createByteCursor(store, () => data?.region ?? null, () => list.refresh());
  const list = new VirtualList({
    rowHeight: BYTE_ROW_HEIGHT, role: 'grid', label: t('Bytes'), activate: () => cursor.pin(false),
    render: index => data
      ? byteRow((firstRow + index) * PER_ROW, { bytes: data, contents: contentsOf(data, moments), written: writtenAt(moments), pin: store.state.pin, access: store.state.access, cursor: cursor.offset })
      : h('div'),
    onKey: event => {
      const at = cursor.key(event);
      if (at === null) return false;
      list.setActive(Math.floor(at / PER_ROW) - firstRow, { focus: true });
      return true;
    },
  });
  const note = h('p', { class: 'hint', hidden: true });
  const legend = h('div', { class: 'legend' });
  root.append(
    h('h4', {}, title, h('span', { class: 'grow' }), choices), scrubber.element,
    columns, list.element, note, facts.element, legend);
  list.element.classList.add('byte-grid');
  list.element.addEventListener('pointerdown', event => {
    const at = cursor.press(event);
    if (at === null) return;
    // Drawing replaced the cell that was pressed, so focus is given by hand.
    event.preventDefault();
    list.setActive(Math.floor(at / PER_ROW) - firstRow, { focus: true, reveal: false });
  });
  list.element.addEventListener('pointerover', cursor.hover);
  list.element.addEventListener('pointerleave', () => store.dispatch({ type: 'hover', hover: null }));

  function follow(): void {
    const { pin } = store.state;
    const next = pin ? loader.get(pin.region, () => { if (data === next) draw(); }) : null;
    if (next !== data) cursor.reset();
    data = next;
    moments.show(data, store.state.access?.ordinal);
    root.hidden = !data;
    if (!data) fields.hidden = true;
    draw();
    if (pin && data) list.reveal(Math.max(0, Math.floor(pin.offset / PER_ROW) - firstRow));
  }

  function draw(): void {
    if (!data) return;
    const { region, counts } = data;
    const span = rowSpan(region.size, counts);
    firstRow = span.from;
    title.textContent = t('Bytes of {0}', regionName(region));
    title.title = t('{0} at 0x{1}', bytesText(region.size), region.address.toString(16));
    for (const each of choices.querySelectorAll('button')) {
      each.classList.toggle('on', each.dataset.moment === moments.when);
      each.setAttribute('aria-pressed', String(each.dataset.moment === moments.when));
    }
    const contents = contentsOf(data, moments);
    list.element.style.height = `${Math.min(MOST_ROWS, span.to - span.from) * BYTE_ROW_HEIGHT}px`;
    list.element.setAttribute('aria-rowcount', String(span.to - span.from));
    list.element.setAttribute('aria-label', `${t('Bytes of {0}', regionName(region))}: ${TITLES[moments.when]}`);
    list.setCount(span.to - span.from);
    note.hidden = !contents.none;
    note.textContent = region.call === null ? t('Contents were not kept: the memory lives outside calls.') : moments.when === 'before' ? t('The contents before the call were not kept.') : t('The contents after the call were not kept.');
    drawScrubber();
    facts.draw(data, contents, moments);
    fill(legend, legendOf(data, store));
    drawFields(fields, store, data, moments.when === 'at' ? contents : null);
  }

  function drawScrubber(): void {
    const { log, writes } = moments;
    scrubber.element.hidden = !log || log.length === 0;
    if (!log) return;
    const last = writes > 0 ? t('after {0}, write {1} of {2}{3}', ordinalText(log.ordinal[writes - 1] ?? 0), int(writes), int(log.length), log.cut ? '+' : '') : t('before the first write');
    scrubber.show(writes, log.length, last);
  }

  function choose(when: When): void {
    moments.when = when;
    if (when === 'at') moments.goTo(moments.log?.length ?? 0);
    moments.follow(store.state.access?.ordinal);
    draw();
  }

  /** Shows the bytes on the way; the access is selected only where the slider comes to rest. */
  function scrub(writes: number, settled: boolean): void {
    moments.goTo(writes);
    draw();
    const ordinal = writes > 0 ? moments.log?.ordinal[writes - 1] : undefined;
    if (settled && ordinal !== undefined) void selectOrdinal(store, ordinal, { keepPin: true });
  }

  const stop = store.subscribe((changed, state) => {
    if (changed('access')) moments.follow(state.access?.ordinal);
    if (changed('pin')) follow();
    else if (changed('access') && data) draw();
    else if (changed('hover')) cursor.markHover(list.element);
  });
  follow();
  return { destroy: () => { stop(); loader.destroy(); moments.destroy(); list.destroy(); } };
}

const NAMES: Readonly<Record<When, string>> = { before: t('before'), at: t('at'), after: t('after') };
const TITLES: Readonly<Record<When, string>> = {
  before: t('Contents before the call'), at: t('Contents at the selected access: what earlier writes of the call left behind'), after: t('Contents after the call'),
};

/** In the middle of a call: has a byte been written yet? */
function writtenAt(moments: Moments): ((offset: number) => boolean) | null {
  if (moments.when !== 'at') return null;
  const { moment } = moments;
  return offset => (moment?.writer[offset] ?? -1) >= 0;
}

/** Rows of the region, and of touched bytes around it. */
function rowSpan(size: number, counts: Counts | undefined): { from: number; to: number } {
  let [first, last] = [0, Math.max(1, size)];
  if (counts) {
    const touched = (at: number): boolean => (counts.reads[at - counts.first] ?? 0) + (counts.writes[at - counts.first] ?? 0) > 0;
    for (let at = -AROUND; at < 0 && first === 0; at++) if (touched(at)) first = at;
    for (let at = size + AROUND - 1; at >= size && last <= size; at--) if (touched(at)) last = at + 1;
  }
  return { from: Math.floor(first / PER_ROW), to: Math.ceil(last / PER_ROW) };
}

function legendOf({ region, counts }: RegionBytes, store: Store): (HTMLElement | null)[] {
  const entry = (look: string, text: string): HTMLElement => h('span', {}, h('i', { class: `byte sample ${look}` }, look === 'changed' ? '00' : ''), text);
  const { access } = store.state;
  const here = access && (access.region ?? access.anchor) === region.id;
  const never = counts && region.direction === 'out' ? region.size - counts.bytesWritten : 0;
  return [
    here ? entry(access.kind === 'write' ? 'now-written' : 'now-read', access.kind === 'write' ? t('written now') : t('read now')) : null,
    entry('was-read', t('read')), entry('was-written', t('written')), entry('changed', t('changed')),
    never > 0 ? entry('never', t('never written: {0}', bytesText(never))) : null,
    region.size % PER_ROW !== 0 || (counts?.bytesAfter ?? 0) > 0 ? entry('outside', t('past the end')) : null,
  ];
}
