import type { Finding } from '../../../trace/model/types';
import type { TrackMap } from '../../canvas/tracks';
import { bytes, offset as offsetText, plural } from '../../text/format';
import type { Theme } from '../../theme/theme';
import { laneY } from '../lanes/bars';
import type { LaneTrack } from '../lanes/grouping';
import type { Lane, LaneInput } from '../lanes/layout';
import type { Noun } from '../../text/nouns';
import type { Rows } from '../rows';
import { paintGutter, paintName } from './gutter';
import { t } from '../../text/l10n';

const LABEL_HEIGHT = 12;

/** Ground, lines and names of a lane; marks come on top. */
export function paintLaneGround(ink: CanvasRenderingContext2D, theme: Theme, rows: Rows, lane: Lane, track: LaneTrack): void {
  const width = rows.right - rows.left;
  ink.fillStyle = theme.side;
  ink.fillRect(rows.left, lane.top, width, lane.height);
  if (theme.highContrast) {
    ink.strokeStyle = theme.cellLine;
    ink.lineWidth = 1;
    ink.strokeRect(rows.left + 0.5, lane.top + 0.5, width - 1, lane.height - 1);
  }
  if (lane.split) {
    ink.fillStyle = theme.cellLine;
    ink.fillRect(rows.left, Math.round(lane.top + lane.height / 2), width, 1);
  }
  if (lane.fields) paintFieldLines(ink, theme, rows, lane, track);
  paintPastEnd(ink, theme, rows, lane, track);
  paintPart(ink, theme, rows, lane, track);
  paintLaneName(ink, theme, lane, track);
}

function paintLaneName(ink: CanvasRenderingContext2D, theme: Theme, lane: Lane, track: LaneTrack): void {
  if (lane.head) {
    // Name and size on one line above the field names, level with the head strip.
    const y = lane.top - lane.head / 2;
    paintGutter(ink, track.note, y, theme.font(11), theme.dim);
    const taken = ink.measureText(track.note).width + 6;
    ink.save();
    ink.translate(-taken, 0);
    paintGutter(ink, track.label, y, theme.font(12, 600), theme.foreground);
    ink.restore();
    return;
  }
  paintName(ink, theme, track.label, track.note, lane.top, lane.height);
  if (lane.height < 64 || lane.split) return;
  paintGutter(ink, offsetText(lane.range.from), lane.top + 6, theme.font(11), theme.dim);
  paintGutter(ink, offsetText(lane.range.to), lane.top + lane.height - 6, theme.font(11), theme.dim);
}

function paintFieldLines(ink: CanvasRenderingContext2D, theme: Theme, rows: Rows, lane: Lane, track: LaneTrack): void {
  const shown: number[] = [];
  const bySize = [...track.fields].sort((a, b) => b.size - a.size || a.offset - b.offset);
  for (const field of bySize) {
    const top = laneY(lane, field.offset, false);
    const bottom = laneY(lane, field.offset + field.size, false);
    ink.fillStyle = theme.cellLine;
    ink.fillRect(rows.left, Math.round(top), rows.right - rows.left, 1);
    const middle = (top + bottom) / 2;
    if (shown.some(other => Math.abs(other - middle) < LABEL_HEIGHT)) continue;
    shown.push(middle);
    paintGutter(ink, field.name, middle, theme.font(11), theme.foreground);
  }
}

/** Where the region ends inside the lane: a line, and hatching below it. */
function paintPastEnd(ink: CanvasRenderingContext2D, theme: Theme, rows: Rows, lane: Lane, track: LaneTrack): void {
  const width = rows.right - rows.left;
  if (lane.range.to > track.size && !lane.split) {
    const y = laneY(lane, track.size, false);
    ink.fillStyle = theme.guardFill;
    ink.fillRect(rows.left, y, width, lane.top + lane.height - y);
    ink.fillStyle = theme.foreground;
    ink.fillRect(rows.left, y - 0.75, width, 1.5);
    paintGutter(ink, t('past end'), Math.min(lane.top + lane.height - 5, (y + lane.top + lane.height) / 2), theme.font(11), theme.pastEnd);
  }
  if (lane.range.from < 0 && !lane.split) {
    const y = laneY(lane, 0, false);
    ink.fillStyle = theme.guardFill;
    ink.fillRect(rows.left, lane.top, width, y - lane.top);
    ink.fillStyle = theme.foreground;
    ink.fillRect(rows.left, y - 0.75, width, 1.5);
  }
}

/** A bar left of the lane: the part of the region that the lane shows. */
function paintPart(ink: CanvasRenderingContext2D, theme: Theme, rows: Rows, lane: Lane, track: LaneTrack): void {
  if (!lane.range.zoomed) return;
  ink.fillStyle = theme.cellLine;
  ink.fillRect(rows.left - 5, lane.top, 3, lane.height);
  const top = (Math.max(0, lane.range.from) / track.size) * lane.height;
  const height = Math.max(3, ((lane.range.to - Math.max(0, lane.range.from)) / track.size) * lane.height);
  ink.fillStyle = theme.focus;
  ink.fillRect(rows.left - 5, lane.top + Math.min(top, lane.height - height), 3, Math.min(height, lane.height));
}

/** "never written from +84,928: 49.1 KiB" on the lane of an output that was not filled. */
export function paintNeverWritten(ink: CanvasRenderingContext2D, theme: Theme, rows: Rows, lane: Lane, map: TrackMap, findings: readonly Finding[]): void {
  for (const { rule, region, offset, size } of findings) {
    if (rule !== 'never-written' || region === null || offset === null || map.indexOf(region) !== lane.track || lane.fields || lane.split) continue;
    const from = offset + map.shiftOf(region);
    if (from <= lane.range.from || from >= lane.range.to) continue;
    const y = Math.round(laneY(lane, from, true)) + 0.5;
    ink.strokeStyle = theme.neverWritten;
    ink.lineWidth = 1;
    ink.setLineDash([3, 3]);
    ink.beginPath();
    ink.moveTo(rows.left, y);
    ink.lineTo(rows.right, y);
    ink.stroke();
    ink.setLineDash([]);
    const below = lane.top + lane.height - y > 14;
    ink.font = theme.font(11);
    ink.textAlign = 'left';
    ink.textBaseline = 'middle';
    ink.fillStyle = theme.neverWritten;
    ink.fillText(t('never written from {0}: {1}', offsetText(offset), bytes(size ?? 0)), rows.left + 6, below ? y + 8 : y - 8);
  }
}

/** What had no room: "+ 12 regions, 340 accesses". */
export function paintHidden(ink: CanvasRenderingContext2D, theme: Theme, rows: Rows, hidden: readonly LaneInput[], noun: Noun): void {
  if (hidden.length === 0) return;
  const accesses = hidden.reduce((sum, { stats }) => sum + stats.reads + stats.writes, 0);
  const text = `${plural(hidden.length, noun)}, ${plural(accesses, 'access')}`;
  ink.font = theme.font(11);
  ink.textAlign = 'right';
  ink.textBaseline = 'alphabetic';
  const y = rows.lanes.top + rows.lanes.height - 3;
  const width = ink.measureText(text).width + 10;
  ink.fillStyle = theme.background;
  ink.fillRect(rows.right - width, y - 12, width, 16);
  ink.fillStyle = theme.dim;
  ink.fillText(text, rows.right - 4, y);
}
