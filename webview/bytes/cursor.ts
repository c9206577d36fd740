import type { Region } from '../../trace/model/types';
import type { Store } from '../state/store';
import { PER_ROW } from './row';

const MOVES: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -PER_ROW, ArrowDown: PER_ROW };

/** The byte that keys and pointer act on: moves with arrows, pins with Enter or click, extends with Shift. */
export function createByteCursor(store: Store, region: () => Region | null, changed: () => void) {
  let offset: number | null = null;
  /** Where an extended selection began. */
  let anchor: number | null = null;

  function pin(extend: boolean): void {
    const current = region();
    if (!current || offset === null) return;
    if (!extend || anchor === null) anchor = offset;
    const from = Math.min(anchor, offset);
    store.dispatch({ type: 'pin', pin: { region: current.id, offset: from, size: Math.abs(anchor - offset) + 1 } });
  }

  return {
    get offset(): number | null { return offset; },
    reset: (): void => { offset = anchor = null; },
    pin,
    /** New offset when the key moved the cursor, else null. */
    key(event: KeyboardEvent): number | null {
      const current = region();
      const move = MOVES[event.key];
      if (!current || move === undefined) return null;
      const from: number = offset ?? store.state.pin?.offset ?? 0;
      anchor ??= from;
      offset = Math.max(0, Math.min(from + move, current.size - 1));
      if (event.shiftKey) pin(true);
      else { anchor = offset; changed(); }
      return offset;
    },
    /** Offset of the byte that was pressed, or null. */
    press(event: PointerEvent): number | null {
      const cell = cellOf(event);
      if (cell === null || event.button !== 0) return null;
      offset = cell;
      pin(event.shiftKey);
      return cell;
    },
    hover(event: PointerEvent): void {
      const cell = cellOf(event);
      const current = region();
      if (cell !== null && current) store.dispatch({ type: 'hover', hover: { call: current.call, access: null, bytes: { region: current.id, offset: cell, size: 1 } } });
    },
    markHover(grid: HTMLElement): void {
      const hovered = store.state.hover?.bytes;
      const here = hovered && hovered.region === region()?.id ? hovered : null;
      for (const cell of grid.querySelectorAll<HTMLElement>('[data-offset]')) {
        const at = Number(cell.dataset.offset);
        cell.classList.toggle('hovered', here !== null && at >= here.offset && at < here.offset + here.size);
      }
    },
  };
}

function cellOf(event: Event): number | null {
  const cell = (event.target as Element).closest<HTMLElement>('.byte[data-offset]');
  return cell ? Number(cell.dataset.offset) : null;
}
