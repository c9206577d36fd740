import { t } from '../text/l10n';
/** One row of the keyboard table: what the key sheet shows and what the handler does come from the same list. */
export interface KeyRow {
  /** As shown: "← →". */
  readonly shown: readonly string[];
  readonly says: string;
  /** `KeyboardEvent.key` (letters in lower case) to command; rows of the pointer have none. */
  readonly keys: Readonly<Record<string, Command>>;
}

export type Command =
  | 'previousAccess' | 'nextAccess' | 'previousToBytes' | 'nextToBytes' | 'previousCall' | 'nextCall' | 'previousFinding' | 'nextFinding'
  | 'zoomIn' | 'zoomOut' | 'panLeft' | 'panRight' | 'fit' | 'fitAll' | 'showPinned' | 'beside' | 'source' | 'axis' | 'table' | 'filter' | 'bookmark' | 'previousBookmark' | 'nextBookmark' | 'back' | 'forward' | 'keys';

export const KEYS: readonly KeyRow[] = [
  { shown: ['←', '→'], says: t('previous, next access'), keys: { ArrowLeft: 'previousAccess', ArrowRight: 'nextAccess' } },
  { shown: [',', '.'], says: t('previous, next access to the pinned bytes'), keys: { ',': 'previousToBytes', '.': 'nextToBytes' } },
  { shown: ['↑', '↓'], says: t('previous, next call'), keys: { ArrowUp: 'previousCall', ArrowDown: 'nextCall' } },
  { shown: ['[', ']'], says: t('previous, next finding'), keys: { '[': 'previousFinding', ']': 'nextFinding' } },
  { shown: ['W', 'S'], says: t('zoom the focused picture in, out'), keys: { w: 'zoomIn', s: 'zoomOut' } },
  { shown: ['A', 'D'], says: t('move it left, right'), keys: { a: 'panLeft', d: 'panRight' } },
  { shown: ['F'], says: t('fit the selected call; again: everything'), keys: { f: 'fit' } },
  { shown: ['0'], says: t('all calls'), keys: { 0: 'fitAll' } },
  { shown: ['Z'], says: t('page map: zoom to the pinned bytes'), keys: { z: 'showPinned' } },
  { shown: ['V'], says: t('page map: keep this call beside the next one'), keys: { v: 'beside' } },
  { shown: ['X'], says: t('page map: blocks, or strict rows of 16 bytes'), keys: {} },
  { shown: ['L'], says: t('source lines, or the timeline'), keys: { l: 'source' } },
  { shown: ['T'], says: t('time or sequence'), keys: { t: 'axis' } },
  { shown: ['M'], says: t('the focused picture as a table'), keys: { m: 'table' } },
  { shown: ['B'], says: t('bookmark the selected access'), keys: { b: 'bookmark' } },
  { shown: ['N', 'P'], says: t('next, previous bookmark'), keys: { n: 'nextBookmark', p: 'previousBookmark' } },
  { shown: ['/'], says: t('filter'), keys: { '/': 'filter' } },
  { shown: ['Esc'], says: t('one step back'), keys: { Escape: 'back' } },
  { shown: ['U', 'Y'], says: t('undo, redo navigation'), keys: { u: 'back', y: 'forward' } },
  { shown: ['?'], says: t('this sheet'), keys: { '?': 'keys' } },
  { shown: [t('Shift drag')], says: t('measure a stretch of the timeline'), keys: {} },
];

const COMMANDS = new Map(KEYS.flatMap(row => Object.entries(row.keys)));

/** The command of a key press; null when it is none of ours, or the press belongs to a field that is being typed in. */
export function commandOf(event: KeyboardEvent): Command | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const command = COMMANDS.get(name) ?? null;
  if (!isTyping(event.target)) return command;
  // Of all keys only Esc means nothing to a field; U goes back elsewhere.
  return name === 'Escape' ? command : null;
}

export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.matches('input, textarea, select') || target.isContentEditable);
}
