import type { KeyEntry } from '../pagemap/colouring';
import { textOn } from '../theme/scales';
import { h } from '../ui/dom';
import { t } from '../text/l10n';

/** The key to the inks of the page map: read and written, or what was chosen instead. */
export function mapKey(entries: readonly KeyEntry[]): HTMLElement[] {
  return entries.length === 0 ? usual() : entries.map(entry);
}

function entry({ ink, letter, text, title }: KeyEntry): HTMLElement {
  if (ink === null) return h('span', { title }, text);
  const swatch = h('i', { class: letter ? 'swatch lettered' : 'swatch step', 'aria-hidden': letter ? null : 'true' }, letter);
  swatch.style.background = ink;
  swatch.style.color = textOn(ink);
  return h('span', { title, class: text ? '' : 'bare' }, swatch, text ? h('span', { class: 'ellipsis' }, text) : null);
}

function usual(): HTMLElement[] {
  const tones = h('i', { class: 'tones', 'aria-hidden': 'true' }, h('i'), h('i'), h('i'));
  return [
    h('span', { class: 'read' }, t('▲ R read')), h('span', { class: 'write' }, t('▼ W written')), h('span', {}, h('i', { class: 'swatch' }), t('not touched')),
    h('span', { title: t('How often a touched byte was touched, on average') }, tones, '1×, 2–9×, 10×+'),
    h('span', { class: 'legend-more' }, h('i', { class: 'swatch hatched' }), t('padding, or not part of the region')),
    h('span', { class: 'legend-more' }, h('i', { class: 'swatch dotted' }), t('declared as output, never written')),
  ];
}
