import type { CanvasView } from '../state/canvasview';
import type { Store } from '../state/store';
import { PageMap } from './pagemap';

/** Fills the host with the page map of the selected call. */
export function mountPageMap(host: HTMLElement, store: Store): CanvasView {
  return new PageMap(host, store);
}
