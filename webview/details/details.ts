import { mountBytes } from '../bytes/view';
import { mountChain } from '../chain/chain';
import { findingCard } from '../findings/card';
import type { Host } from '../host';
import type { Store } from '../state/store';
import { fill, h, key } from '../ui/dom';
import { accessCard } from './access';
import { callCard } from './call';
import { summaryCard } from './summary';
import { t } from '../text/l10n';

/**
 * The right column, from top to bottom: the finding or the access that is selected, its bytes, who touched them, and the call. The
 * panel shows the card alone.
 */
export function mountDetails(root: HTMLElement, store: Store, host: Host, options: { cardOnly: boolean }): { destroy(): void } {
  const top = h('div', { class: 'detail-top' });
  const bottom = h('div', { class: 'detail-bottom' });
  const bytes = h('section', { class: 'bytes-section', 'aria-label': t('Bytes') });
  const chain = h('section', { class: 'chain-section', 'aria-label': t('Who touched these bytes') });
  const fields = h('section', { class: 'field-section', 'aria-label': t('Fields'), hidden: true });
  root.append(options.cardOnly ? top : h('div', { class: 'detail-flow' },
    h('div', { class: 'detail-cards' }, top, bottom), h('div', { class: 'detail-memory' }, bytes, chain, fields)));
  const parts = options.cardOnly ? [] : [mountBytes(bytes, fields, store, host), mountChain(chain, store, host)];
  let drawing = new AbortController();

  function draw(): void {
    drawing.abort();
    drawing = new AbortController();
    const { trace, access, findings, finding, call: scope } = store.state;
    const shown = finding === null ? undefined : findings[finding];
    const call = trace.callById.get(access?.call ?? scope ?? 0);
    const card = shown && finding !== null ? findingCard(store, host, finding, shown)
      : access ? accessCard(store, host, access, drawing.signal)
      : call ? callCard(store, host, call) : summaryCard(trace, host);
    fill(top, card, shown || access ? null : hint());
    fill(bottom, (shown || access) && call ? callCard(store, host, call) : null);
  }

  const stop = store.subscribe(changed => {
    if (changed('access', 'finding', 'findings', 'call', 'bookmarks')) draw();
    if (changed('access', 'finding')) root.scrollTop = 0;
  });
  draw();
  return { destroy: () => { drawing.abort(); stop(); parts.forEach(part => part.destroy()); } };
}

function hint(): HTMLElement {
  return h('p', { class: 'hint' }, t('Click an access on the timeline or bytes on the page map. '), key('→'), t(' selects the next access.'));
}
