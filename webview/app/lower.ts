import type { Host } from '../host';
import { mountSource } from '../source/view';
import { LOWER_PICTURES, type LowerPicture } from '../state/choices';
import type { Store } from '../state/store';
import { h } from '../ui/dom';
import { createTimeline, type Picture, type Run } from './pictures';
import { t } from '../text/l10n';

const NAMES: Readonly<Record<LowerPicture, string>> = { timeline: t('Accesses'), source: t('Source') };
const TITLES: Readonly<Record<LowerPicture, string>> = { timeline: t('Accesses over time or in sequence'), source: t('Source lines with their reads and writes (L)') };

/** What stands under the page map: the timeline, or the source with the heat of each line. */
export function createLower(store: Store, host: Host, run: Run): { readonly title: HTMLElement; readonly boxes: readonly HTMLElement[]; readonly timeline: Picture; destroy(): void } {
  const timeline = createTimeline(store, run, false);
  const sourceBox = h('div', { class: 'picture source-view' });
  const source = mountSource(sourceBox, store, host);
  const tabs = LOWER_PICTURES.map(name => h('button', {
    type: 'button', title: TITLES[name], 'data-lower': name, on: { click: () => store.dispatch({ type: 'choose', choices: { lower: name } }) },
  }, NAMES[name]));
  const title = h('div', { class: 'title lower-title' }, h('span', { class: 'segments', role: 'group', 'aria-label': t('What stands under the page map') }, tabs), timeline.title, source.bar);

  function show(): void {
    const { lower } = store.state.choices;
    for (const tab of tabs) {
      tab.classList.toggle('on', tab.dataset.lower === lower);
      tab.setAttribute('aria-pressed', String(tab.dataset.lower === lower));
    }
    timeline.title.hidden = timeline.box.hidden = lower !== 'timeline';
    source.bar.hidden = sourceBox.hidden = lower !== 'source';
    source.show(lower === 'source');
  }

  const stop = store.subscribe((changed, state, before) => { if (changed('choices') && state.choices.lower !== before.choices.lower) show(); });
  show();
  return { title, boxes: [timeline.box, sourceBox], timeline, destroy: () => { stop(); timeline.destroy(); source.destroy(); } };
}
