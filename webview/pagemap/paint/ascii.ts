import type { Theme } from '../../theme/theme';
import type { Placed, TileModel } from '../model';

const LETTER = 8;

/** The bytes of each row as text, right of a hex dump that leaves room for it. */
export function paintAscii(ink: CanvasRenderingContext2D, theme: Theme, { contents, track, tile: { grid } }: TileModel, placed: Placed, width: number): void {
  const { visible } = placed;
  const left = placed.x + grid.width * placed.width + 14;
  if (!visible || !contents || left + grid.width * LETTER > width) return;
  ink.font = theme.code(12);
  ink.textAlign = 'center';
  ink.textBaseline = 'middle';
  for (let y = visible.top; y < visible.bottom; y++) {
    for (let x = 0; x < grid.width; x++) {
      const offset = grid.offsetAt(x, y);
      const value = offset !== null && offset >= 0 && offset < track.size ? contents[offset] : undefined;
      if (value === undefined) continue;
      const printable = value >= 32 && value < 127;
      ink.fillStyle = printable ? theme.foreground : theme.dim;
      ink.fillText(printable ? String.fromCharCode(value) : '·', left + (x + 0.5) * LETTER, placed.y + (y + 0.5) * placed.height);
    }
  }
}
