/**
 * Rectangles gathered by style, so that each style is set once. Setting `fillStyle` and `globalAlpha` for every small rectangle
 * costs more than filling it.
 */
export class RectBatch {
  readonly #rects: number[] = [];

  get count(): number { return this.#rects.length / 4; }

  add(x: number, y: number, width: number, height: number): void {
    this.#rects.push(x, y, width, height);
  }

  fill(ink: CanvasRenderingContext2D, style: string | CanvasPattern, alpha = 1): void {
    if (this.#rects.length === 0) return;
    ink.fillStyle = style;
    ink.globalAlpha = alpha;
    const rects = this.#rects;
    for (let i = 0; i < rects.length; i += 4) ink.fillRect(rects[i]!, rects[i + 1]!, rects[i + 2]!, rects[i + 3]!);
    ink.globalAlpha = 1;
  }
}

/** Three batches, one for each tone. */
export class ToneBatch {
  readonly tones: readonly [RectBatch, RectBatch, RectBatch] = [new RectBatch(), new RectBatch(), new RectBatch()];

  fill(ink: CanvasRenderingContext2D, style: string | CanvasPattern, alphas: readonly number[], alpha = 1): void {
    this.tones.forEach((batch, tone) => batch.fill(ink, style, alphas[tone]! * alpha));
  }
}
