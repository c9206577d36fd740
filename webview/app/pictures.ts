import { mountPageMap } from '../pagemap/mount';
import { mountTimeline } from '../timeline/mount';
import type { CanvasView } from '../state/canvasview';
import type { Choices } from '../state/choices';
import type { Store } from '../state/store';
import { chooser } from '../ui/chooser';
import { button, h } from '../ui/dom';
import type { Command } from './keys';
import { toggleAxis, type Pictures } from './keyboard';

type Run = (command: Command) => void;

export interface Picture { readonly title: HTMLElement; readonly box: HTMLElement; readonly view: CanvasView; destroy(): void }

/** The page map with its title row and legend. */
export function createPageMap(store: Store, run: Run): Picture {
  const box = h('div', { class: 'picture page-map' });
  const crumb = h('span', { class: 'crumb ellipsis' });
  const note = h('small', { class: 'picture-note' });
  const title = h('h2', { class: 'title' }, 'Page map', crumb, h('span', { class: 'grow' }), legend(), note,
    tools(box, run, [['Z', 'Zoom to the pinned bytes (Z)', 'showPinned'], ['−', 'Zoom out (S)', 'zoomOut'], ['+', 'Zoom in (W)', 'zoomIn'], ['☰', 'The page map as a table (M)', 'table']]));
  const view = mountPageMap(box, store);
  showNote(view, note);
  const name = (): void => {
    const call = store.trace.callById.get(store.state.call ?? 0);
    crumb.textContent = call ? `#${call.id} ${call.function}` : 'all calls';
  };
  const stop = store.subscribe(changed => { if (changed('call')) name(); });
  name();
  return { title, box, view, destroy: () => { stop(); view.destroy(); } };
}

/** The timeline; its title row is left out in the panel. */
export function createTimeline(store: Store, run: Run, panel: boolean): Picture {
  const box = h('div', { class: 'picture timeline' });
  const note = h('small', { class: 'picture-note' });
  const axis = axisSwitch(store);
  const lanes = laneChooser(store);
  const title = h('h2', { class: 'title' }, 'Accesses', note, h('span', { class: 'grow' }), lanes.element, axis.element,
    tools(box, run, [['fit', 'Fit the selected call; again: everything (F)', 'fit'], ['−', 'Zoom out (S)', 'zoomOut'], ['+', 'Zoom in (W)', 'zoomIn'],
      ['‹', 'Move left (A)', 'panLeft'], ['›', 'Move right (D)', 'panRight'], ['☰', 'The accesses as a table (M)', 'table']]));
  const view = mountTimeline(box, store, { panel });
  showNote(view, note);
  return { title, box, view, destroy: () => { axis.destroy(); lanes.destroy(); view.destroy(); } };
}

const LANES: Readonly<Record<Choices['lanesBy'], string>> = {
  region: 'lanes: regions', field: 'lanes: fields', address: 'lanes: addresses', function: 'lanes: functions', line: 'lanes: source lines', thread: 'lanes: threads',
};

export const laneChooser = (store: Store): ReturnType<typeof chooser> => chooser(store, 'lanesBy', 'What each lane stands for', LANES);

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

function tools(box: HTMLElement, run: Run, list: readonly (readonly [text: string, title: string, command: Command])[]): HTMLElement {
  return h('span', { class: 'tools', role: 'toolbar', 'aria-label': box.classList.contains('timeline') ? 'Timeline' : 'Page map' },
    list.map(([text, title, command]) => button(text, title, () => run(command), 'mini')));
}

function showNote(view: CanvasView, note: HTMLElement): void {
  view.onNote = () => { note.textContent = view.note; };
  view.onNote();
}

export function axisSwitch(store: Store): { readonly element: HTMLElement; destroy(): void } {
  const choice = (axis: 'time' | 'sequence'): HTMLButtonElement => h('button', {
    type: 'button', title: `Across: ${axis} (T)`, on: { click: () => { if (store.state.axis !== axis) void toggleAxis(store); } },
  }, axis);
  const choices = { time: choice('time'), sequence: choice('sequence') };
  const element = h('span', { class: 'segments', role: 'group', 'aria-label': 'What the timeline shows across' }, choices.time, choices.sequence);
  const show = (): void => {
    for (const axis of ['time', 'sequence'] as const) {
      choices[axis].classList.toggle('on', store.state.axis === axis);
      choices[axis].setAttribute('aria-pressed', String(store.state.axis === axis));
    }
  };
  show();
  return { element, destroy: store.subscribe(changed => { if (changed('axis')) show(); }) };
}

function legend(): HTMLElement {
  const tones = h('i', { class: 'tones', 'aria-hidden': 'true' }, h('i'), h('i'), h('i'));
  return h('span', { class: 'legend picture-legend' },
    h('span', { class: 'read' }, '▲ R read'), h('span', { class: 'write' }, '▼ W written'),
    h('span', { class: 'legend-more' }, h('i', { class: 'swatch' }), 'not touched'),
    h('span', { class: 'legend-more', title: 'How often a touched byte was touched, on average' }, tones, '1×, 2–9×, 10×+'));
}
