import { select, zoom, zoomIdentity, zoomTransform, type D3ZoomEvent, type ZoomBehavior, type ZoomTransform } from 'd3';
import type { AxisWindow } from '../state/state';
import type { Fold } from './axis/fold';

export interface AxisLimits { readonly fold: Fold; readonly left: number; readonly right: number; /** Smallest window, in units of the axis. */ readonly smallest: number }

/**
 * d3's zoom along one axis. Its transform and the window of the store are two ways to say the same: `show` sets the first from the
 * second, gestures report the second through `moved`.
 */
export class AxisZoom {
  readonly #behaviour: ZoomBehavior<HTMLCanvasElement, unknown>;
  #limits: AxisLimits | null = null;
  #silent = false;

  /** @param pans may this pointer gesture move the window? */
  constructor(readonly canvas: HTMLCanvasElement, pans: (event: MouseEvent) => boolean, readonly moved: (window: AxisWindow) => void) {
    this.#behaviour = zoom<HTMLCanvasElement, unknown>()
      .clickDistance(4)
      .filter((event: MouseEvent) => !event.button && (event.type === 'wheel' || (!event.ctrlKey && !event.shiftKey && pans(event))))
      .on('zoom', (event: D3ZoomEvent<HTMLCanvasElement, unknown>) => { if (!this.#silent) this.moved(this.#windowOf(event.transform)); });
    select(canvas).call(this.#behaviour).on('dblclick.zoom', null);
  }

  configure(limits: AxisLimits, height: number): void {
    this.#limits = limits;
    const { left, right, fold, smallest } = limits;
    this.#behaviour
      .extent([[left, 0], [right, height]])
      .translateExtent([[left, -Infinity], [right, Infinity]])
      .scaleExtent([1, Math.max(1, fold.length / smallest)]);
  }

  /** Brings the transform in line with a window that came from elsewhere. */
  show(window: AxisWindow): void {
    if (!this.#limits) return;
    const { fold, left, right } = this.#limits;
    const [from, to] = [fold.toPlace(window[0]), fold.toPlace(window[1])];
    const k = fold.length / Math.max(to - from, 1e-9);
    const x = left - (left + (from / fold.length) * (right - left)) * k;
    const now = zoomTransform(this.canvas);
    if (Math.abs(now.k / k - 1) < 1e-9 && Math.abs(now.x - x) < 0.01) return;
    this.#silent = true;
    select(this.canvas).call(this.#behaviour.transform, zoomIdentity.translate(x, 0).scale(k));
    this.#silent = false;
  }

  scaleBy(factor: number, x: number): void { select(this.canvas).call(this.#behaviour.scaleBy, factor, [x, 0]); }

  panBy(x: number): void { select(this.canvas).call(this.#behaviour.translateBy, x / zoomTransform(this.canvas).k, 0); }

  destroy(): void { select(this.canvas).on('.zoom', null); }

  #windowOf(transform: ZoomTransform): AxisWindow {
    const { fold, left, right } = this.#limits!;
    const place = (x: number): number => ((transform.invertX(x) - left) / (right - left)) * fold.length;
    return [fold.toValue(Math.max(0, place(left))), fold.toValue(Math.min(fold.length, place(right)))];
  }
}
