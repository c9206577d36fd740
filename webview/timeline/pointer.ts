import type { CanvasStack } from '../canvas/stack';
import { isIn, type Rows } from './rows';

/** What a press on the timeline begins. */
export type Gesture = 'minimap' | 'brush' | 'measure' | 'pan';

export interface PointerEvents {
  rows(): Rows;
  /** A drag of these kinds, while it goes on and (`done`) when it ends; x in CSS pixels. */
  drag(gesture: Exclude<Gesture, 'pan'>, from: number, to: number, done: boolean): void;
  /** Pressed and released in the same place. */
  click(x: number, y: number): void;
  doubleClick(x: number, y: number, out: boolean): void;
  hover(x: number, y: number): void;
  leave(): void;
}

/** A drag of fewer pixels is a click. */
const CLICK = 4;

export function gestureAt(rows: Rows, x: number, y: number, shift: boolean): Gesture {
  if (isIn(rows.minimap, y) && x >= rows.left - 6) return 'minimap';
  if (shift) return 'measure';
  return isIn(rows.axis, y) ? 'brush' : 'pan';
}

/** Pointer input other than d3's pan and wheel. Returns the function that ends it. */
export function listenToPointer(stack: CanvasStack, events: PointerEvents): () => void {
  const { top } = stack;
  const abort = new AbortController();
  const on = <Name extends keyof HTMLElementEventMap>(name: Name, listener: (event: HTMLElementEventMap[Name]) => void): void => {
    top.addEventListener(name, listener, { signal: abort.signal });
  };
  let drag: { gesture: Gesture; x: number; id: number } | null = null;
  on('pointerdown', event => {
    if (event.button !== 0) return;
    const [x, y] = stack.point(event);
    drag = { gesture: gestureAt(events.rows(), x, y, event.shiftKey), x, id: event.pointerId };
    if (drag.gesture === 'pan') return;
    top.setPointerCapture(event.pointerId);
    if (drag.gesture === 'minimap') events.drag('minimap', x, x, false);
  });
  on('pointermove', event => {
    const [x, y] = stack.point(event);
    if (!drag) events.hover(x, y);
    else if (drag.gesture !== 'pan' && Math.abs(x - drag.x) >= (drag.gesture === 'minimap' ? 0 : CLICK)) events.drag(drag.gesture, drag.x, x, false);
  });
  on('pointerup', event => {
    const [x] = stack.point(event);
    if (drag && drag.gesture !== 'pan' && Math.abs(x - drag.x) >= CLICK) events.drag(drag.gesture, drag.x, x, true);
    drag = null;
  });
  on('pointercancel', () => { drag = null; });
  on('pointerleave', () => { if (!drag) events.leave(); });
  on('click', event => { if (!event.shiftKey) events.click(...stack.point(event)); });
  on('dblclick', event => {
    event.preventDefault();
    events.doubleClick(...stack.point(event), event.shiftKey);
  });
  return () => abort.abort();
}
