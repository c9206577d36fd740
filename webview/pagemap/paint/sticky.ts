import { writePieces } from '../../canvas/text';
import { int } from '../../text/format';
import type { Theme } from '../../theme/theme';
import type { Level } from '../level';
import type { Placed, TileModel } from '../model';
import { HEADS_HEIGHT, STICKY_GUTTER, TITLE_HEIGHT, titlePieces } from './labels';
import { t } from '../../text/l10n';

/** Title and column heads along the top edge, for the region that fills the view. */
export function paintSticky(ink: CanvasRenderingContext2D, theme: Theme, model: TileModel, placed: Placed, level: Level, size: { width: number; height: number }): void {
  ink.fillStyle = theme.background;
  ink.fillRect(0, 0, size.width, TITLE_HEIGHT + (hasHeads(model, level) ? HEADS_HEIGHT : 0));
  const right = size.width - 170;
  writePieces(ink, titlePieces(theme, model), 10, 15, right);
  ink.font = theme.font(12);
  ink.fillStyle = theme.dim;
  ink.textAlign = 'right';
  ink.textBaseline = 'alphabetic';
  ink.fillText(scaleText(model, level), size.width - 10, 15);
  let bottom = TITLE_HEIGHT;
  if (hasHeads(model, level)) {
    paintHeads(ink, theme, model, placed, size.width);
    bottom += HEADS_HEIGHT;
  }
  ink.fillStyle = theme.border;
  ink.fillRect(0, bottom - 1, size.width, 1);
}

const hasHeads = (_model: TileModel, level: Level): boolean => level.unit === 1;

function scaleText({ tile: { grid } }: TileModel, { unit }: Level): string {
  if (grid.units.length === 1) return t('{0} B a row', grid.width);
  if (unit === 1) return t('16 × 16 bytes = 256 B block');
  return unit === 256 ? t('4 × 4 blocks = 4 KiB page') : t('cell = {0} KiB', unit / 1024);
}

/** 0 to f over the bytes of a block; where a page begins, its offset. */
function paintHeads(ink: CanvasRenderingContext2D, theme: Theme, { tile: { grid } }: TileModel, placed: Placed, width: number): void {
  const { visible } = placed;
  if (!visible) return;
  const nested = grid.units.length > 1;
  ink.font = theme.code(11);
  ink.textAlign = 'center';
  ink.textBaseline = 'middle';
  const y = TITLE_HEIGHT + HEADS_HEIGHT / 2 - 1;
  const every = placed.width >= 12 ? 1 : 4;
  for (let column = visible.left; column < visible.right; column++) {
    const x = placed.x + (column + 0.5) * placed.width;
    if (x < STICKY_GUTTER || x > width) continue;
    const inBlock = nested ? column % 16 : column;
    const block = nested && inBlock === 0 && placed.width >= 3;
    ink.fillStyle = block ? theme.foreground : theme.dim;
    if (block) {
      ink.textAlign = 'left';
      ink.fillText(`+${int(grid.offsetAt(column, visible.top) ?? 0)}`, placed.x + column * placed.width + 2, y);
      ink.textAlign = 'center';
    } else if (inBlock % every === 0 && placed.width * every >= 12 && !underLabel(inBlock, placed.width, nested)) ink.fillText((inBlock % 16).toString(16), x, y);
  }
}

/** Do the digits of a column fall under the offset written at the block's start? */
const underLabel = (column: number, width: number, nested: boolean): boolean => nested && (column + 0.2) * width < 62;
