import { frameScheduler, prepareCanvas } from '../theme/canvas';
import { onThemeChange, theme, type Theme } from '../theme/theme';

export interface Size { readonly width: number; readonly height: number }

export interface Painter {
  /** The picture itself. Takes less than a frame. */
  paint(ink: CanvasRenderingContext2D, theme: Theme, size: Size): void;
  /** What follows the pointer: rings, cursor, labels. Drawn on a canvas of its own, so that the picture stays. */
  paintHover(ink: CanvasRenderingContext2D, theme: Theme, size: Size): void;
  /** The host changed its size; before the first `paint` too. */
  resized(size: Size): void;
}

/** Two canvases on top of each other that fill a host. The upper one takes input and is the one tab stop of the view. */
export class CanvasStack {
  readonly base = document.createElement('canvas');
  readonly top = document.createElement('canvas');
  /** Draw again with the next frame. */
  readonly redraw: { (): void; cancel(): void };
  readonly redrawHover: { (): void; cancel(): void };
  /** Time the last picture took, in milliseconds. */
  lastDraw = 0;
  #size: Size = { width: 0, height: 0 };
  readonly #stop: (() => void)[] = [];

  constructor(readonly host: HTMLElement, readonly painter: Painter, label: string) {
    for (const canvas of [this.base, this.top]) {
      Object.assign(canvas.style, { position: 'absolute', left: '0', top: '0', display: 'block', outline: 'none', touchAction: 'none' });
      host.append(canvas);
    }
    this.base.setAttribute('aria-hidden', 'true');
    this.top.tabIndex = 0;
    this.top.setAttribute('role', 'application');
    this.top.setAttribute('aria-label', label);
    this.redraw = frameScheduler(() => this.#draw());
    this.redrawHover = frameScheduler(() => this.#drawHover());
    this.top.addEventListener('focus', this.redrawHover);
    this.top.addEventListener('blur', this.redrawHover);
    const observer = new ResizeObserver(() => this.#measure());
    observer.observe(host);
    this.#stop.push(() => observer.disconnect(), onThemeChange(this.redraw), watchDensity(this.redraw));
    this.#measure();
  }

  get size(): Size { return this.#size; }

  /** Pointer position in CSS pixels of the canvas. */
  point(event: MouseEvent): [x: number, y: number] {
    const box = this.top.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  destroy(): void {
    this.redraw.cancel();
    this.redrawHover.cancel();
    for (const stop of this.#stop) stop();
    this.base.remove();
    this.top.remove();
  }

  #measure(): void {
    const size = { width: this.host.clientWidth, height: this.host.clientHeight };
    if (size.width === this.#size.width && size.height === this.#size.height) return;
    this.#size = size;
    this.painter.resized(size);
    this.redraw();
  }

  #draw(): void {
    const { width, height } = this.#size;
    if (width === 0 || height === 0) return;
    const ink = prepareCanvas(this.base, width, height);
    if (!ink) return;
    const start = performance.now();
    this.painter.paint(ink, theme(), this.#size);
    this.lastDraw = performance.now() - start;
    this.#drawHover();
  }

  #drawHover(): void {
    this.redrawHover.cancel();
    const { width, height } = this.#size;
    const ink = width && height ? prepareCanvas(this.top, width, height) : null;
    if (!ink) return;
    this.painter.paintHover(ink, theme(), this.#size);
    if (!this.top.matches(':focus-visible')) return;
    ink.strokeStyle = theme().focus;
    ink.lineWidth = 1;
    ink.setLineDash([]);
    ink.strokeRect(0.5, 0.5, width - 1, height - 1);
  }
}

/** Calls back when the window moved to a display of another density, or the page was zoomed. */
function watchDensity(changed: () => void): () => void {
  let query: MediaQueryList | null = null;
  const listen = (): void => {
    query = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    query.addEventListener('change', again, { once: true });
  };
  const again = (): void => { changed(); listen(); };
  listen();
  return () => query?.removeEventListener('change', again);
}
