import type { Severity } from '../../../trace/model/types';
import { drawFinding } from '../../theme/ink';
import type { Theme } from '../../theme/theme';
import type { Level } from '../level';
import type { Placed, TileModel } from '../model';
import { outline } from '../outline';

/** A finding about bytes of a track; `index` is that of the list of findings. */
export interface FindingMark { readonly index: number; readonly severity: Severity; readonly offset: number; readonly size: number }

export interface FindingSpot { readonly index: number; readonly x: number; readonly y: number }

/** Sign of a finding, in CSS pixels. */
const SIGN = 15;
/** Bytes need this height for an outline around them. */
const OUTLINED = 9;

/** Outlines the bytes that findings are about, where bytes are large enough, and puts the sign of each at its first cell. */
export function paintFindings(ink: CanvasRenderingContext2D, theme: Theme, model: TileModel, placed: Placed, level: Level, selected: number | null): FindingSpot[] {
  const { visible } = placed;
  if (!visible) return [];
  const spots: FindingSpot[] = [];
  for (const mark of model.findings) {
    if (level.unit === 1 && placed.height >= OUTLINED) paintOutline(ink, theme, model, placed, mark);
    const spot = spotOf(model, placed, level, mark);
    // Signs that would cover each other: the first one stands for all.
    if (!spot || spots.some(other => Math.abs(other.x - spot.x) < SIGN && Math.abs(other.y - spot.y) < SIGN)) continue;
    spots.push(spot);
  }
  for (const { index, x, y } of spots) {
    ink.fillStyle = theme.background;
    ink.beginPath();
    ink.arc(x, y, SIGN / 2 + 1, 0, 2 * Math.PI);
    ink.fill();
    drawFinding(ink, theme, model.findings.find(mark => mark.index === index)!.severity, x, y);
    if (index !== selected) continue;
    ink.strokeStyle = theme.focus;
    ink.lineWidth = 2;
    ink.strokeRect(x - SIGN / 2 - 1, y - SIGN / 2 - 1, SIGN + 2, SIGN + 2);
  }
  return spots;
}

/** Middle of the sign: over the upper right corner of the cell. Null when that cell is not in view. */
function spotOf({ tile: { grid }, track }: TileModel, placed: Placed, level: Level, { index, offset }: FindingMark): FindingSpot | null {
  const at = Math.max(grid.first, Math.min(level.unit === 1 ? offset : Math.min(offset, track.size - 1), grid.end - 1));
  const [x, y] = grid.place(Math.floor((at - grid.first) / level.unit) * level.unit + grid.first);
  const [width] = grid.extent(level.unit);
  const { visible } = placed;
  if (!visible || x + width <= visible.left || x >= visible.right || y < visible.top || y >= visible.bottom) return null;
  return { index, x: placed.x + (x + width) * placed.width - 3, y: placed.y + y * placed.height + 2 };
}

function paintOutline(ink: CanvasRenderingContext2D, theme: Theme, { tile: { grid } }: TileModel, placed: Placed, { severity, offset, size }: FindingMark): void {
  const edges = placed.visible ? outline(grid, 1, offset, size, placed.visible) : [];
  ink.strokeStyle = theme[severity];
  ink.lineWidth = 2;
  ink.setLineDash([4, 2]);
  ink.beginPath();
  for (const { x1, y1, x2, y2 } of edges) {
    ink.moveTo(placed.x + x1 * placed.width, placed.y + y1 * placed.height);
    ink.lineTo(placed.x + x2 * placed.width, placed.y + y2 * placed.height);
  }
  ink.stroke();
  ink.setLineDash([]);
}
