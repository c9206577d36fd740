import type { Call, Trace } from '../../trace/model/types';
import { onThemeChange, theme } from '../theme/theme';
import { drawSpark, loadSpark, type Spark } from './sparkline';

/** Sparklines of visible rows, read one after the other; rows that scroll away before their turn are skipped. */
export class Sparks {
  readonly #trace: Trace;
  readonly #known = new Map<number, Spark>();
  readonly #abort = new AbortController();
  readonly #stop: () => void;
  #queue: { readonly call: Call; readonly canvas: HTMLCanvasElement }[] = [];
  #busy = false;

  constructor(trace: Trace, root: HTMLElement) {
    this.#trace = trace;
    this.#stop = onThemeChange(() => {
      for (const canvas of root.querySelectorAll<HTMLCanvasElement>('canvas.spark')) this.#draw(canvas, Number(canvas.dataset.spark));
    });
  }

  /** Fills a canvas now or when its turn comes. */
  show(call: Call, canvas: HTMLCanvasElement): void {
    canvas.dataset.spark = String(call.id);
    if (this.#known.has(call.id)) this.#draw(canvas, call.id);
    else {
      this.#queue.push({ call, canvas });
      void this.#work();
    }
  }

  destroy(): void {
    this.#abort.abort();
    this.#stop();
  }

  #draw(canvas: HTMLCanvasElement, call: number): void {
    const spark = this.#known.get(call);
    if (spark) drawSpark(canvas, theme(), spark);
  }

  async #work(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    // The rows asked for last are the ones on screen.
    for (let next = this.#queue.pop(); next; next = this.#queue.pop()) {
      const { call, canvas } = next;
      await new Promise(resolve => { setTimeout(resolve); });
      if (!canvas.isConnected) continue;
      const spark = this.#known.get(call.id) ?? await loadSpark(this.#trace, call, this.#abort.signal).catch(() => null);
      if (this.#abort.signal.aborted) break;
      if (!spark) continue;
      this.#known.set(call.id, spark);
      this.#draw(canvas, call.id);
    }
    this.#busy = false;
  }
}
