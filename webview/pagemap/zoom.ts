import { select, zoom, zoomIdentity, type D3ZoomEvent, type ZoomBehavior } from 'd3';
import type { Size } from '../canvas/stack';
import type { MapTransform, TileModel } from './model';

export interface ZoomEvents {
  moved(): void;
  /** Pressed and released in the same place. */
  click(x: number, y: number, single: boolean): void;
  /** Zoomed out of the hex dump at this point. */
  leaveRows(x: number, y: number): void;
}

/** Largest byte cell, in CSS pixels. */
const LARGEST_BYTE = 48;
/** A double click goes down one hexadecimal digit. */
const DOUBLE_CLICK = 4;

/** Pointer and wheel on the page map: the wheel zooms at the pointer (scrolls the hex dump), dragging pans. */
export class MapZoom {
  transform: MapTransform = zoomIdentity;
  readonly #behaviour: ZoomBehavior<HTMLCanvasElement, unknown>;
  #rows = false;

  constructor(readonly canvas: HTMLCanvasElement, readonly events: ZoomEvents) {
    this.#behaviour = zoom<HTMLCanvasElement, unknown>()
      .clickDistance(4)
      .filter((event: MouseEvent) => !(event.type === 'wheel' && this.#rows) && !event.button && !(event.ctrlKey && event.type !== 'wheel'))
      .on('zoom', (event: D3ZoomEvent<HTMLCanvasElement, unknown>) => {
        const { x, y, k } = event.transform;
        this.transform = { x, y, k };
        events.moved();
      });
    select(canvas).call(this.#behaviour).on('dblclick.zoom', null);
    canvas.addEventListener('dblclick', this.#doubleClick);
    canvas.addEventListener('click', this.#click);
    canvas.addEventListener('wheel', this.#wheel, { passive: false });
  }

  /** Sets the limits for what is shown. */
  configure(size: Size, models: readonly TileModel[], rows: boolean): void {
    this.#rows = rows;
    const smallest = Math.min(...models.map(({ tile }) => Math.min(tile.cellWidth, tile.cellHeight)), LARGEST_BYTE);
    const bottom = rows ? Math.max(size.height, models[0]?.tile.box.height ?? 0) : size.height;
    this.#behaviour
      .extent([[0, 0], [size.width, size.height]])
      .translateExtent([[0, 0], [size.width, bottom]])
      .scaleExtent(rows ? [1, 1] : [1, Math.max(1, LARGEST_BYTE / smallest)]);
  }

  set({ x, y, k }: MapTransform): void {
    select(this.canvas).call(this.#behaviour.transform, zoomIdentity.translate(x, y).scale(k));
  }

  scaleBy(factor: number, at?: [number, number]): void {
    select(this.canvas).call(this.#behaviour.scaleBy, factor, at);
  }

  panBy(x: number, y: number): void {
    select(this.canvas).call(this.#behaviour.translateBy, x / this.transform.k, y / this.transform.k);
  }

  destroy(): void {
    select(this.canvas).on('.zoom', null);
    this.canvas.removeEventListener('dblclick', this.#doubleClick);
    this.canvas.removeEventListener('click', this.#click);
    this.canvas.removeEventListener('wheel', this.#wheel);
  }

  readonly #click = (event: MouseEvent): void => this.events.click(event.offsetX, event.offsetY, event.altKey);

  readonly #doubleClick = (event: MouseEvent): void => {
    event.preventDefault();
    this.scaleBy(event.shiftKey ? 1 / DOUBLE_CLICK : DOUBLE_CLICK, [event.offsetX, event.offsetY]);
  };

  readonly #wheel = (event: WheelEvent): void => {
    if (!this.#rows) return;
    event.preventDefault();
    if (event.ctrlKey && event.deltaY > 0) this.events.leaveRows(event.offsetX, event.offsetY);
    else this.panBy(0, -event.deltaY * (event.deltaMode === 1 ? 20 : event.deltaMode === 2 ? this.canvas.clientHeight : 1));
  };
}
