import type { Host } from '../host';
import type { Counts } from '../pagemap/counts';
import type { Store } from '../state/store';
import { bytes as bytesText, plural } from '../text/format';
import { place, regionName } from '../text/names';
import { button, fill, h } from '../ui/dom';
import { VirtualList } from '../ui/virtuallist';
import { createByteCursor } from './cursor';
import { hexText } from './decode';
import { drawFields } from './fields';
import { AROUND, RegionBytesLoader, type RegionBytes } from './load';
import { byteRow, PER_ROW, type Moment } from './row';

export const BYTE_ROW_HEIGHT = 18;
const MOST_ROWS = 10;
/** Longest copy; more is of no use on a clipboard. */
const COPY_LIMIT = 64 * 1024;

/**
 * The bytes of the region that holds the pinned ones: sixteen a row, before and after the call, with what was read and written. Its
 * declared fields go into `fields`.
 */
export function mountBytes(root: HTMLElement, fields: HTMLElement, store: Store, host: Host): { destroy(): void } {
  const loader = new RegionBytesLoader(store.trace);
  let moment: Moment = 'after';
  let data: RegionBytes | null = null;
  let firstRow = 0;

  const title = h('span', { class: 'ellipsis' });
  const moments = h('span', { class: 'segments', role: 'group', 'aria-label': 'Contents shown' },
    ...(['before', 'after'] as const).map(each => h('button', { type: 'button', 'data-moment': each, title: `Contents ${each} the call`, on: { click: () => { moment = each; draw(); } } }, each)));
  const columns = h('div', { class: 'byte-row byte-columns', 'aria-hidden': 'true' }, h('span', { class: 'byte-offset' }),
    ...Array.from({ length: PER_ROW }, (_, column) => h('span', { class: column === 8 ? 'byte octet' : 'byte' }, column.toString(16))), h('span', { class: 'byte-text' }));
  const cursor = createByteCursor(store, () => data?.region ?? null, () => list.refresh());
  const list = new VirtualList({
    rowHeight: BYTE_ROW_HEIGHT, role: 'grid', label: 'Bytes', activate: () => cursor.pin(false),
    render: index => data
      ? byteRow((firstRow + index) * PER_ROW, { bytes: data, moment, pin: store.state.pin, access: store.state.access, cursor: cursor.offset })
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
    h('h4', {}, title, h('span', { class: 'grow' }), moments, button('Copy hex', 'Copy the pinned bytes as hexadecimal text', copy, 'mini')),
    columns, list.element, note, legend);
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
    title.textContent = `Bytes of ${regionName(region)}`;
    title.title = `${bytesText(region.size)} at 0x${region.address.toString(16)}`;
    for (const each of moments.querySelectorAll('button')) {
      each.classList.toggle('on', each.dataset.moment === moment);
      each.setAttribute('aria-pressed', String(each.dataset.moment === moment));
    }
    list.element.style.height = `${Math.min(MOST_ROWS, span.to - span.from) * BYTE_ROW_HEIGHT}px`;
    list.element.setAttribute('aria-rowcount', String(span.to - span.from));
    list.element.setAttribute('aria-label', `Bytes of ${regionName(region)}, ${moment} the call`);
    list.setCount(span.to - span.from);
    note.hidden = data[moment] !== null;
    note.textContent = `The contents ${moment} the call were not kept${region.call === null ? ': the memory lives outside calls' : ''}.`;
    fill(legend, legendOf(data, store));
    drawFields(fields, store, data);
  }

  function copy(): void {
    const { pin } = store.state;
    const contents = data?.[moment];
    if (!data || !contents || !pin) return host.failed('There are no contents to copy here.');
    const from = Math.max(0, pin.offset);
    const part = contents.subarray(from, Math.min(pin.offset + pin.size, from + COPY_LIMIT));
    host.copy(hexText(part), `${plural(part.length, 'byte')} of ${place(data.region, from, part.length)}`);
  }

  const stop = store.subscribe(changed => {
    if (changed('pin')) follow();
    else if (changed('access') && data) draw();
    else if (changed('hover')) cursor.markHover(list.element);
  });
  follow();
  return { destroy: () => { stop(); loader.destroy(); list.destroy(); } };
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
    here ? entry(access.kind === 'write' ? 'now-written' : 'now-read', access.kind === 'write' ? 'written now' : 'read now') : null,
    entry('was-read', 'read'), entry('was-written', 'written'), entry('changed', 'changed'),
    never > 0 ? entry('never', `never written: ${bytesText(never)}`) : null,
    region.size % PER_ROW !== 0 || (counts?.bytesAfter ?? 0) > 0 ? entry('outside', 'past the end') : null,
  ];
}
