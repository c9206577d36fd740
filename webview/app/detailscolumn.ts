import { mountDetails } from '../details/details';
import type { Host } from '../host';
import type { Store } from '../state/store';
import { h } from '../ui/dom';
import { t } from '../text/l10n';

/** A column of details with its own scrolling. */
export function detailsColumn(store: Store, host: Host, cardOnly: boolean): { readonly element: HTMLElement; destroy(): void } {
  const element = h('aside', { class: 'details', 'aria-label': t('Details'), tabindex: -1 });
  return { element, ...mountDetails(element, store, host, { cardOnly }) };
}
