import type { Host } from '../host';
import type { Store } from '../state/store';
import { button, h } from '../ui/dom';
import { detailsColumn } from './detailscolumn';
import type { Command } from './keys';
import type { Pictures } from './keyboard';
import { axisSwitch, createTimeline, laneChooser, picturesOf } from './pictures';
import { t } from '../text/l10n';

interface PanelOptions { readonly follow: boolean; run(command: Command): void }

/** The flat view under the editors: a tool row, the timeline, and a short summary of what is selected. */
export function mountPanel(
  app: HTMLElement, store: Store, host: Host, filter: HTMLElement, options: PanelOptions,
): { readonly pictures: Pictures; setFollow(on: boolean): void; destroy(): void } {
  const timeline = createTimeline(store, options.run, true);
  const details = detailsColumn(store, host, true);
  const axis = axisSwitch(store);
  const lanes = laneChooser(store);
  const follow = h('input', { type: 'checkbox', on: { change: () => host.follow(follow.checked) } });
  follow.checked = options.follow;
  app.append(
    h('header', { class: 'bar panel-bar' }, filter, lanes.element, axis.element,
      h('label', { class: 'follow', title: t('Show the recording of the active editor, and select what is selected there; off: stay as it is') }, follow, t('Follow editor')),
      button(t('Open in editor'), t('Open this recording in an editor'), () => host.command('openInEditor'), 'tool'),
      button('?', t('Keyboard (?)'), () => options.run('keys'))),
    h('main', { class: 'panel-columns' }, timeline.box, details.element));
  const views = [timeline, details, axis, lanes];
  return {
    pictures: picturesOf(timeline, null),
    setFollow: on => { follow.checked = on; },
    destroy: () => views.forEach(view => view.destroy()),
  };
}
