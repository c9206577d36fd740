import type { Store } from '../state/store';
import { PageMap } from './pagemap';

/** Fills the host with the page map of the selected call, or of one that stays. */
export function mountPageMap(host: HTMLElement, store: Store, call?: number): PageMap {
  return new PageMap(host, store, call);
}
