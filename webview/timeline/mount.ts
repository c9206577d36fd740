import type { CanvasView } from '../state/canvasview';
import type { Store } from '../state/store';
import { Timeline } from './timeline';

/** Fills the host with the timeline. `panel`: the flat variant without the lane of pinned bytes. */
export function mountTimeline(host: HTMLElement, store: Store, options: { readonly panel: boolean }): CanvasView {
  return new Timeline(host, store, options.panel);
}
