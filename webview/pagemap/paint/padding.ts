import { RectBatch } from '../../canvas/batch';
import type { Theme } from '../../theme/theme';
import type { Placed, TileModel } from '../model';
import { eachRun } from './halves';

/** Hatches bytes that belong to no declared field. */
export function paintPadding(ink: CanvasRenderingContext2D, theme: Theme, model: TileModel, placed: Placed): void {
  if (model.padding.length === 0 || placed.height < 5) return;
  const hatched = new RectBatch();
  const { width, height } = placed;
  eachRun(model, placed, offset => (model.padding.some(gap => offset >= gap.offset && offset < gap.offset + gap.size) ? 1 : -1), (_, x, y, length) => {
    hatched.add(placed.x + x * width, placed.y + y * height, length * width, height);
  });
  hatched.fill(ink, theme.guardFill);
}
