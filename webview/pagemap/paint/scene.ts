import type { Size } from '../../canvas/stack';
import type { Theme } from '../../theme/theme';
import { levelFor } from '../level';
import { placeTile, type MapTransform, type TileModel } from '../model';
import { mainTile } from '../scene';
import { paintAscii } from './ascii';
import { paintBars } from './bars';
import type { Colouring } from '../colouring';
import { paintColoured } from './coloured';
import { paintFindings, type FindingSpot } from './findings';
import { paintPadding } from './padding';
import { paintFields } from './fields';
import { paintHalves } from './halves';
import { HEADS_HEIGHT, paintOffsets, paintTitle, STICKY_GUTTER, TITLE_HEIGHT } from './labels';
import { paintEnd } from './marks';
import { paintSticky } from './sticky';
import { paintByteTexts, paintValues } from './values';

export interface MapScene {
  readonly models: readonly TileModel[];
  readonly transform: MapTransform;
  readonly size: Size;
  /** The one model is a hex dump. */
  readonly rows: boolean;
  /** What the inks mean; null: read and written. */
  readonly colouring: Colouring | null;
  /** Index of the selected finding. */
  readonly finding: number | null;
}

/** Everything but rings. Returns where the signs of findings are. */
export function paintScene(ink: CanvasRenderingContext2D, theme: Theme, scene: MapScene): readonly FindingSpot[] {
  const { models, transform, size, rows } = scene;
  const spots = models.flatMap(model => paintTile(ink, theme, model, scene));
  const main = mainTile(models, transform, size);
  if (main && (rows || hasHiddenTitle(main, size))) {
    paintSticky(ink, theme, main.model, main.placed, main.level, size);
  }
  return spots;
}

/** Height of what stays along the upper edge; nothing else is drawn over it. */
export function stickyHeight(models: readonly TileModel[], transform: MapTransform, size: Size, rows: boolean): number {
  const main = mainTile(models, transform, size);
  if (!main || !(rows || hasHiddenTitle(main, size))) return 0;
  return TITLE_HEIGHT + (main.level.unit === 1 ? HEADS_HEIGHT : 0);
}

function paintTile(ink: CanvasRenderingContext2D, theme: Theme, model: TileModel, { transform, size, rows, colouring, finding }: MapScene): FindingSpot[] {
  const placed = placeTile(model.tile, transform, size.width, size.height);
  paintTitle(ink, theme, model, placed, transform.k);
  if (!placed.visible) return [];
  const level = levelFor(model.tile.grid.units, placed.width, placed.height);
  if (colouring) {
    paintColoured(ink, theme, model, placed, level, colouring);
    if (level.style === 'values') paintByteTexts(ink, theme, model, placed, colouring);
  } else if (level.style === 'bars') paintBars(ink, theme, model, placed, level.unit);
  else if (level.style === 'halves') paintHalves(ink, theme, model, placed);
  else paintValues(ink, theme, model, placed);
  if (level.unit === 1) {
    paintPadding(ink, theme, model, placed);
    paintFields(ink, theme, model, placed, colouring);
    paintEnd(ink, theme, model, placed);
  }
  if (rows) paintAscii(ink, theme, model, placed, size.width);
  paintOffsets(ink, theme, model, placed, level);
  return paintFindings(ink, theme, model, placed, level, finding);
}

/** The region reaches over the upper edge, so that its title is out of sight. */
function hasHiddenTitle({ placed }: { placed: { x: number; y: number } }, size: Size): boolean {
  return placed.y < 4 || (placed.x < STICKY_GUTTER - 60 && placed.y < size.height / 2 && placed.y < 22);
}
