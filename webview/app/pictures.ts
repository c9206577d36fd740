import { mountTimeline } from '../timeline/mount';
import type { CanvasView } from '../state/canvasview';
import type { Choices } from '../state/choices';
import type { Store } from '../state/store';
import { chooser } from '../ui/chooser';
import { button, h } from '../ui/dom';
import type { Command } from './keys';
import { toggleAxis, type Pictures } from './keyboard';
import { t } from '../text/l10n';

export type Run = (command: Command) => void;

export interface Picture { readonly title: HTMLElement; readonly box: HTMLElement; /** Under the title. */ readonly key?: HTMLElement; readonly view: CanvasView; destroy(): void }

/** The timeline; its title row is left out in the panel. */
export function createTimeline(store: Store, run: Run, panel: boolean): Picture {
  const box = h('div', { class: 'picture timeline' });
  const note = h('small', { class: 'picture-note' });
  const axis = axisSwitch(store);
  const lanes = laneChooser(store);
  const title = h('h2', { class: 'title' }, panel ? t('Accesses') : null, note, h('span', { class: 'grow' }), lanes.element, axis.element,
    tools(box, run, [[t('fit'), t('Fit the selected call; again: everything (F)'), 'fit'], ['−', t('Zoom out (S)'), 'zoomOut'], ['+', t('Zoom in (W)'), 'zoomIn'],
      ['‹', t('Move left (A)'), 'panLeft'], ['›', t('Move right (D)'), 'panRight'], ['☰', t('The accesses as a table (M)'), 'table']]));
  const view = mountTimeline(box, store, { panel });
  showNote(view, note);
  return { title, box, view, destroy: () => { axis.destroy(); lanes.destroy(); view.destroy(); } };
}

const LANES: Readonly<Record<Choices['lanesBy'], string>> = {
  region: t('lanes: regions'), field: t('lanes: fields'), address: t('lanes: addresses'), function: t('lanes: functions'), line: t('lanes: source lines'), thread: t('lanes: threads'),
};

export const laneChooser = (store: Store): ReturnType<typeof chooser> => chooser(store, 'lanesBy', t('What each lane stands for'), LANES);

/** Remembers which picture had the focus last; keys for pictures go there. */
export function picturesOf(timeline: Picture, pageMap: Picture | null): Pictures {
  let focused: CanvasView = timeline.view;
  for (const picture of [timeline, pageMap]) {
    picture?.box.addEventListener('focusin', () => { focused = picture.view; });
    picture?.title.addEventListener('pointerdown', () => { focused = picture.view; });
    picture?.title.addEventListener('focusin', () => { focused = picture.view; });
  }
  return { timeline: timeline.view, pageMap: pageMap?.view ?? null, focused: () => focused };
}

export function tools(box: HTMLElement, run: Run, list: readonly (readonly [text: string, title: string, command: Command])[]): HTMLElement {
  return h('span', { class: 'tools', role: 'toolbar', 'aria-label': box.classList.contains('timeline') ? t('Timeline') : t('Page map') },
    list.map(([text, title, command]) => button(text, title, () => run(command), 'mini')));
}

export function showNote(view: CanvasView, note: HTMLElement): void {
  view.onNote = () => { note.textContent = view.note; };
  view.onNote();
}

const AXES: Readonly<Record<'time' | 'sequence', string>> = { time: t('time'), sequence: t('sequence') };

export function axisSwitch(store: Store): { readonly element: HTMLElement; destroy(): void } {
  const choice = (axis: 'time' | 'sequence'): HTMLButtonElement => h('button', {
    type: 'button', title: t('Across: {0} (T)', AXES[axis]), on: { click: () => { if (store.state.axis !== axis) void toggleAxis(store); } },
  }, AXES[axis]);
  const choices = { time: choice('time'), sequence: choice('sequence') };
  const element = h('span', { class: 'segments', role: 'group', 'aria-label': t('What the timeline shows across') }, choices.time, choices.sequence);
  const show = (): void => {
    for (const axis of ['time', 'sequence'] as const) {
      choices[axis].classList.toggle('on', store.state.axis === axis);
      choices[axis].setAttribute('aria-pressed', String(store.state.axis === axis));
    }
  };
  show();
  return { element, destroy: store.subscribe(changed => { if (changed('axis')) show(); }) };
}
