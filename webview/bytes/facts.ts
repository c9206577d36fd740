import type { Access } from '../../trace/model/types';
import type { Host } from '../host';
import { writersOf } from '../memory/moment';
import { selectOrdinal } from '../state/select';
import type { Store } from '../state/store';
import { duration, ordinalText } from '../text/format';
import { exactPlace, regionName } from '../text/names';
import { button, fill, h } from '../ui/dom';
import { insnLink } from '../ui/parts';
import { stretch, type Contents } from './contents';
import { hexText } from './decode';
import { FORMAT_NAMES, FORMATS, identifier, type FormatName } from './formats';
import type { RegionBytes } from './load';
import type { Moments } from './moments';
import { readAs, TYPE_NAMES, type TypeName } from './typed';
import { t } from '../text/l10n';

const MOST_WRITERS = 3;
/** Longest copy; more is of no use on a clipboard. */
const COPY_LIMIT = 64 * 1024;
const SHOWN_BYTES = 128;

/** Below the bytes: the pinned ones as a type of one's choice, who wrote them last, and copying. */
export function createByteFacts(store: Store, host: Host): { readonly element: HTMLElement; draw(data: RegionBytes, contents: Contents, moments: Moments): void } {
  let shown: { data: RegionBytes; contents: Contents } | null = null;
  const value = h('code', { class: 'typed-value ellipsis' });
  const type = h('select', { 'aria-label': t('Read the pinned bytes as'), on: { change: () => drawValue() } }, TYPE_NAMES.map(name => h('option', {}, name)));
  type.value = 'u32';
  const order = h('input', { type: 'checkbox', on: { change: () => drawValue() } });
  const writers = h('div', { class: 'writers', role: 'list', 'aria-label': t('Who wrote these bytes last') });
  const element = h('div', { class: 'byte-facts' },
    h('div', { class: 'typed' }, type, h('label', { title: t('Most significant byte first') }, order, t('big-endian')), value),
    writers,
    h('div', { class: 'copies' }, FORMAT_NAMES.map(format => button(format === 'hex' ? t('Copy hex') : format, t('Copy the pinned bytes as {0}', format), () => copy(format), 'mini'))));

  /** The pinned bytes that lie inside the region, as far as they are known. */
  function pinned(most: number): { bytes: Uint8Array; from: number } | null {
    const { pin } = store.state;
    if (!shown || !pin) return null;
    const from = Math.max(0, pin.offset);
    const size = Math.min(pin.offset + pin.size, shown.data.region.size, from + most) - from;
    const bytes = size > 0 ? stretch(shown.contents, from, size) : null;
    return bytes && { bytes, from };
  }

  function drawValue(): void {
    const part = pinned(SHOWN_BYTES);
    value.textContent = part ? readAs(type.value as TypeName, part.bytes, order.checked) : t('not known at this moment');
    value.title = value.textContent;
  }

  function copy(format: FormatName): void {
    const part = pinned(COPY_LIMIT);
    if (!part || !shown) return host.failed(t('Not all of these bytes are known at this moment; there is nothing to copy.'));
    const { region } = shown.data;
    const text = FORMATS[format]({ bytes: part.bytes, name: identifier(regionName(region)), offset: part.from });
    host.copy(text, t('{0} of {1}', part.bytes.length === 1 ? t('1 byte') : `${part.bytes.length} bytes`, exactPlace(region, part.from, part.bytes.length)));
  }

  function drawWriters(moments: Moments): void {
    const { pin } = store.state;
    const { moment, log } = moments;
    if (!pin || !shown || !log || !moment) return fill(writers);
    const runs = writersOf(moment, pin.offset, pin.size, MOST_WRITERS);
    if (runs.length === 0) return fill(writers, h('small', { role: 'listitem' }, moments.when === 'after' ? t('no write in this call') : t('not written yet in this call')));
    fill(writers, runs.map(run => {
      const row = h('div', { class: 'writer', role: 'listitem' }, '…');
      void store.trace.access(log.ordinal[run.write] ?? 0).then(access => fill(row, ...writerRow(run, access)), () => undefined);
      return row;
    }));
  }

  function writerRow(run: { offset: number; size: number }, access: Access): (Node | string)[] {
    if (!shown) return [];
    const { region } = shown.data;
    const bytes = stretch(shown.contents, run.offset, Math.min(run.size, 8));
    return [
      h('span', { class: 'write', 'aria-hidden': 'true' }, '▼'),
      h('button', { class: 'link', type: 'button', title: t('Select this write'), on: { click: () => void selectOrdinal(store, access.ordinal, { keepPin: true }) } }, ordinalText(access.ordinal)),
      insnLink(host, access.insn), h('small', { class: 'ellipsis' }, `${exactPlace(region, run.offset, run.size)} · ${duration(access.time)}`),
      h('code', {}, bytes ? hexText(bytes) + (run.size > 8 ? ' …' : '') : '··'),
    ];
  }

  return {
    element,
    draw(data, contents, moments) {
      shown = { data, contents };
      element.hidden = store.state.pin === null;
      drawValue();
      drawWriters(moments);
    },
  };
}
