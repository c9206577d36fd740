import type { Size } from '../../canvas/stack';
import type { Theme } from '../../theme/theme';
import { levelFor } from '../level';
import { placeTile, type MapTransform, type TileModel } from '../model';
import { mainTile } from '../scene';
import { paintAscii } from './ascii';
import { paintBars } from './bars';
import { paintFields } from './fields';
import { paintHalves } from './halves';
import { HEADS_HEIGHT, paintOffsets, paintTitle, STICKY_GUTTER, TITLE_HEIGHT } from './labels';
import { paintEnd } from './marks';
import { paintSticky } from './sticky';
import { paintValues } from './values';

/** Everything but rings. `rows`: the one model is a hex dump. */
export function paintScene(ink: CanvasRenderingContext2D, theme: Theme, models: readonly TileModel[], transform: MapTransform, size: Size, rows: boolean): void {
  for (const model of models) paintTile(ink, theme, model, transform, size, rows);
  const main = mainTile(models, transform, size);
  if (main && (rows || hasHiddenTitle(main, size))) {
    paintSticky(ink, theme, main.model, main.placed, main.level, size);
  }
}

/** Height of what stays along the upper edge; nothing else is drawn over it. */
export function stickyHeight(models: readonly TileModel[], transform: MapTransform, size: Size, rows: boolean): number {
  const main = mainTile(models, transform, size);
  if (!main || !(rows || hasHiddenTitle(main, size))) return 0;
  return TITLE_HEIGHT + (main.level.unit === 1 ? HEADS_HEIGHT : 0);
}

function paintTile(ink: CanvasRenderingContext2D, theme: Theme, model: TileModel, transform: MapTransform, size: Size, rows: boolean): void {
  const placed = placeTile(model.tile, transform, size.width, size.height);
  paintTitle(ink, theme, model, placed, transform.k);
  if (!placed.visible) return;
  const level = levelFor(model.tile.grid.units, placed.width, placed.height);
  if (level.style === 'bars') paintBars(ink, theme, model, placed, level.unit);
  else if (level.style === 'halves') paintHalves(ink, theme, model, placed);
  else paintValues(ink, theme, model, placed);
  if (level.unit === 1) {
    paintFields(ink, theme, model, placed);
    paintEnd(ink, theme, model, placed);
  }
  if (rows) paintAscii(ink, theme, model, placed, size.width);
  paintOffsets(ink, theme, model, placed, level);
}

/** The region reaches over the upper edge, so that its title is out of sight. */
function hasHiddenTitle({ placed }: { placed: { x: number; y: number } }, size: Size): boolean {
  return placed.y < 4 || (placed.x < STICKY_GUTTER - 60 && placed.y < size.height / 2 && placed.y < 22);
}
