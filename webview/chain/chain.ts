import type { Access } from '../../trace/model/types';
import type { Host } from '../host';
import { SameBytes } from '../state/samebytes';
import { selectOrdinal } from '../state/select';
import { stepToPinned } from '../state/steps';
import type { Store } from '../state/store';
import { bytes, int, ordinalText, plural } from '../text/format';
import { exactPlace } from '../text/names';
import { fill, h } from '../ui/dom';
import { insnLink, kindTag } from '../ui/parts';
import { VirtualList } from '../ui/virtuallist';
import { collect, indexOfOrdinal, type Collected } from './collect';
import { t } from '../text/l10n';

export const CHAIN_ROW_HEIGHT = 22;
const MOST_ROWS = 8;
const NOTHING: Collected = { ordinals: [], done: false, cut: false };

/** Every access to the pinned bytes, in whichever call, in order; the selected one is marked. */
export function mountChain(root: HTMLElement, store: Store, host: Host): { destroy(): void } {
  let found = NOTHING;
  let running: AbortController | null = null;
  let lastWrite: number | null = null;

  const title = h('span', { class: 'ellipsis' });
  const count = h('small', {});
  const step = (name: string, direction: -1 | 1): HTMLElement => h('button', {
    class: 'key', type: 'button', title: direction < 0 ? t('Previous access to these bytes ({0})', name) : t('Next access to these bytes ({0})', name),
    'aria-label': direction < 0 ? t('Previous access to these bytes') : t('Next access to these bytes'), on: { click: () => void stepToPinned(store, direction) },
  }, name);
  const list = new VirtualList({
    rowHeight: CHAIN_ROW_HEIGHT, role: 'listbox', label: t('Accesses to the pinned bytes'),
    render: index => chainRow(found.ordinals[index] ?? -1),
    activate: index => void selectOrdinal(store, found.ordinals[index] ?? -1, { keepPin: true }),
  });
  list.element.classList.add('chain');
  list.element.addEventListener('pointerleave', () => store.dispatch({ type: 'hover', hover: null }));
  root.append(h('h4', {}, title, h('span', { class: 'grow' }), count, step(',', -1), step('.', 1)), list.element);

  function search(): void {
    running?.abort();
    const { pin } = store.state;
    root.hidden = pin === null;
    found = NOTHING;
    if (!pin) return;
    const region = store.trace.regionById.get(pin.region);
    title.textContent = t('Who touched {0}', region ? exactPlace(region, pin.offset, pin.size) : t('these bytes'));
    title.title = title.textContent;
    const same = new SameBytes(store.trace, pin);
    running = new AbortController();
    show();
    void collect(store.trace, same.ordinals(), (block, row) => same.touchedBy(block, row), running.signal, collected => { found = collected; show(); }, node => same.judge(node))
      .catch((error: unknown) => { count.textContent = error instanceof Error ? error.message : String(error); });
  }

  function show(): void {
    count.textContent = `${plural(found.ordinals.length, 'access')}${found.done ? '' : '…'}${found.cut ? t(' (first ones)') : ''}`;
    list.element.style.height = `${Math.max(1, Math.min(MOST_ROWS, found.ordinals.length)) * CHAIN_ROW_HEIGHT}px`;
    if (found.done) void findLastWrite();
    list.setCount(found.ordinals.length);
    mark();
  }

  /** The last write decides what the program gets back; it is looked for from the end, a few rows are enough in practice. */
  async function findLastWrite(): Promise<void> {
    const { ordinals } = found;
    lastWrite = null;
    for (let index = ordinals.length - 1; index >= Math.max(0, ordinals.length - 256); index--) {
      const access = await store.trace.access(ordinals[index] ?? 0);
      if (found.ordinals !== ordinals) return;
      if (access.kind === 'write') { lastWrite = access.ordinal; break; }
    }
    list.refresh();
  }

  function chainRow(ordinal: number): HTMLElement {
    const row = h('div', { class: 'chain-row', role: 'option', 'data-ordinal': ordinal }, h('span', { class: 'number' }, ordinalText(ordinal)));
    row.classList.toggle('selected', ordinal === store.state.access?.ordinal);
    row.setAttribute('aria-selected', String(ordinal === store.state.access?.ordinal));
    void store.trace.access(ordinal).then(access => fillRow(row, access), () => undefined);
    return row;
  }

  function fillRow(row: HTMLElement, access: Access): void {
    const region = access.region ?? access.anchor;
    const place = insnLink(host, access.insn, { tab: false });
    fill(row, kindTag(access.kind), h('span', { class: 'number' }, ordinalText(access.ordinal)), place, h('small', {}, bytes(access.size)),
      access.certain ? null : h('span', { class: 'warn', title: t('Not certain') }, '◌'),
      access.by === 'kernel' ? h('span', { class: 'badge', title: t('By the kernel: {0}', access.syscall ?? '') }, 'K') : null,
      h('span', { class: 'grow' }),
      access.call === store.state.call ? null : h('small', { title: store.trace.callById.get(access.call)?.function ?? '' }, t('call {0}', int(access.call))),
      access.ordinal === lastWrite ? h('span', { class: 'badge write', title: t('The last write to these bytes') }, t('last')) : null);
    row.onpointerenter = () => store.dispatch({
      type: 'hover',
      hover: { call: access.call, access: access.ordinal, bytes: region === null ? null : { region, offset: access.offset, size: access.size } },
    });
  }

  function mark(): void {
    const ordinal = store.state.access?.ordinal;
    const index = ordinal === undefined ? -1 : indexOfOrdinal(found.ordinals, ordinal);
    list.refresh();
    if (index >= 0 && found.ordinals[index] === ordinal) list.setActive(index);
  }

  const stop = store.subscribe(changed => {
    if (changed('pin')) search();
    else if (changed('access', 'call')) mark();
  });
  search();
  return { destroy: () => { running?.abort(); stop(); list.destroy(); } };
}
