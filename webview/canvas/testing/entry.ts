/** The two pictures on a page of their own, over the sample recording, for tests in a browser. */
import { bytesSource, openTrace } from '../../../trace/open';
import { sampleTrace } from '../../../trace/testing/sample';
import { mountPageMap } from '../../pagemap/mount';
import type { PageMap } from '../../pagemap/pagemap';
import type { CanvasView } from '../../state/canvasview';
import { Store } from '../../state/store';
import { mountTimeline } from '../../timeline/mount';

export interface Views { readonly store: Store; readonly map: PageMap; readonly timeline: CanvasView & { readonly lastDraw: number } }

declare global { interface Window { views?: Views } }

const host = (id: string): HTMLElement => document.getElementById(id)!;
const store = new Store(await openTrace(bytesSource(sampleTrace())));
window.views = {
  store,
  map: mountPageMap(host('map'), store),
  timeline: mountTimeline(host('timeline'), store, { panel: false }) as Views['timeline'],
};
