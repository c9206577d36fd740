import type { CanvasView } from '../state/canvasview';
import { convertWindow } from '../state/axis';
import { stepAccess, stepBookmark, stepCall, stepFinding, stepToPinned } from '../state/steps';
import type { Store } from '../state/store';
import { commandOf, type Command } from './keys';

export interface Pictures {
  readonly timeline: CanvasView;
  /** Absent in the panel. */
  readonly pageMap: CanvasView | null;
  /** Whichever had the focus last. */
  focused(): CanvasView;
}

export interface Commands { run(command: Command): void }

/** What the shell adds to the commands that only need the store and the pictures. */
export interface ShellCommands { table(): void; filter(): void; keys(): void; /** True when something was closed. */ closeTopmost(): boolean }

export function createCommands(store: Store, pictures: Pictures, shell: ShellCommands): Commands {
  const table: Record<Command, () => void> = {
    previousAccess: () => void stepAccess(store, -1),
    nextAccess: () => void stepAccess(store, 1),
    previousToBytes: () => void stepToPinned(store, -1),
    nextToBytes: () => void stepToPinned(store, 1),
    previousCall: () => stepCall(store, -1),
    nextCall: () => stepCall(store, 1),
    previousFinding: () => void stepFinding(store, -1),
    nextFinding: () => void stepFinding(store, 1),
    zoomIn: () => pictures.focused().zoom(1),
    zoomOut: () => pictures.focused().zoom(-1),
    panLeft: () => pictures.focused().pan(-1),
    panRight: () => pictures.focused().pan(1),
    fit: () => pictures.timeline.fit(),
    fitAll: () => { store.dispatch({ type: 'call', call: null }); pictures.timeline.fitAll(); pictures.pageMap?.fitAll(); },
    showPinned: () => pictures.pageMap?.showPinned(),
    beside: () => pictures.pageMap?.beside?.(),
    source: () => store.dispatch({ type: 'choose', choices: { lower: store.state.choices.lower === 'source' ? 'timeline' : 'source' } }),
    axis: () => void toggleAxis(store),
    table: () => shell.table(),
    filter: () => shell.filter(),
    keys: () => shell.keys(),
    bookmark: () => bookmark(store),
    previousBookmark: () => void stepBookmark(store, -1),
    nextBookmark: () => void stepBookmark(store, 1),
    forward: () => store.dispatch({ type: 'forward' }),
    back: () => { if (!shell.closeTopmost()) store.dispatch({ type: 'back' }); },
  };
  return { run: command => table[command]() };
}

/** Listens on the whole page; keys that a widget used itself do not come here. */
export function listenToKeys(target: HTMLElement, commands: Commands): () => void {
  const listen = (event: KeyboardEvent): void => {
    if (event.defaultPrevented) return;
    const command = commandOf(event);
    if (!command) return;
    event.preventDefault();
    commands.run(command);
  };
  target.addEventListener('keydown', listen);
  return () => target.removeEventListener('keydown', listen);
}

/** Time or sequence, keeping in view what is in view. */
export async function toggleAxis(store: Store): Promise<void> {
  const { axis, view } = store.state;
  const other = axis === 'time' ? 'sequence' : 'time';
  const converted = view && await convertWindow(store.trace, view, axis, other);
  if (store.state.axis === axis) store.dispatch({ type: 'axis', axis: other, view: converted });
}

function bookmark(store: Store): void {
  const { access } = store.state;
  if (access) store.dispatch({ type: 'bookmark', ordinal: access.ordinal });
}
