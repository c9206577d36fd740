import { AccessFlag } from '../../../trace/model/types';
import { drawRing } from '../../theme/ink';
import type { Theme } from '../../theme/theme';
import { duration, int, plural } from '../../text/format';
import type { LanePicture } from '../data/picture';
import type { Item } from '../data/scan';
import { barOf, barWidth, laneY } from '../lanes/bars';
import type { Lane } from '../lanes/layout';
import { paintCursor, paintMeasure } from './cursor';
import { cursorText } from './names';
import type { Scene } from './scene';

/** Selection, hover, measured stretch, brush: everything that changes while the picture stays. */
export function paintHoverLayer(ink: CanvasRenderingContext2D, theme: Theme, scene: Scene, brush: readonly [number, number] | null): void {
  const { rows } = scene;
  ink.save();
  ink.beginPath();
  ink.rect(rows.left - 4, 0, rows.right - rows.left + 8, 1e5);
  ink.clip();
  paintHoveredBytes(ink, theme, scene);
  paintHoveredCall(ink, theme, scene);
  if (brush) paintMeasure(ink, theme, brush[0], brush[1], strip(scene), '', rows);
  paintMeasured(ink, theme, scene);
  paintSelected(ink, theme, scene);
  ink.restore();
}

function strip({ rows }: Scene): { top: number; height: number } {
  return { top: rows.axis.top + rows.axis.height, height: rows.lanes.top + rows.lanes.height - rows.axis.top - rows.axis.height };
}

function paintHoveredBytes(ink: CanvasRenderingContext2D, theme: Theme, scene: Scene): void {
  const { hover } = scene.state;
  const places = hover?.bytes && scene.picture ? scene.picture.grouping.placesOf(hover.bytes) : [];
  for (const place of places) {
    for (const lane of lanesAt(scene, place.track)) {
      paintBytes(ink, theme, scene, lane.lane, place);
      const item = hover?.access === null ? undefined : lane.items.find(each => each.ordinal === hover?.access);
      if (item) ring(ink, theme, scene, lane, item, 'hover');
    }
  }
}

/** Lanes in view that show a place; `track` null: all. */
function lanesAt({ picture }: Scene, track: number | null): readonly LanePicture[] {
  return picture?.lanes.filter(each => track === null || each.lane.track === track) ?? [];
}

function paintBytes(ink: CanvasRenderingContext2D, theme: Theme, { rows }: Scene, lane: Lane, { offset, size }: { offset: number; size: number }): void {
  for (const write of lane.split ? [false, true] : [false]) {
    const top = Math.max(lane.top, laneY(lane, offset, write));
    const bottom = Math.min(lane.top + lane.height, Math.max(top + 2, laneY(lane, offset + size, write)));
    if (bottom < lane.top || top > lane.top + lane.height) continue;
    ink.fillStyle = theme.foreground;
    ink.globalAlpha = 0.14;
    ink.fillRect(rows.left, top, rows.right - rows.left, bottom - top);
    ink.globalAlpha = 1;
  }
}

function paintHoveredCall(ink: CanvasRenderingContext2D, theme: Theme, scene: Scene): void {
  const { hover } = scene.state;
  for (const box of scene.bands) {
    if (box.band.call === hover?.call && !box.band.callback) drawRing(ink, theme, box, 'hover');
  }
}

function paintMeasured(ink: CanvasRenderingContext2D, theme: Theme, scene: Scene): void {
  const { measure } = scene.state;
  if (!measure || measure.axis !== scale(scene).axis) return;
  const { measured } = scene.loader;
  const counts = measured?.measure === measure ? ` · ${plural(measured.reads + measured.writes, 'access')} · R ${int(measured.reads)} · W ${int(measured.writes)}` : '';
  const length = measure.axis === 'time' ? duration(measure.to - measure.from) : `${plural(Math.round(measure.to - measure.from), 'place')}`;
  paintMeasure(ink, theme, scale(scene).x(measure.from), scale(scene).x(measure.to), strip(scene), length + counts, scene.rows);
}

const scale = (scene: Scene): Scene['scale'] => scene.scale;

function paintSelected(ink: CanvasRenderingContext2D, theme: Theme, scene: Scene): void {
  const { access } = scene.state;
  if (!access) return;
  const { rows } = scene;
  const x = scene.scale.x(scene.scale.axis === 'time' ? access.time : access.ordinal + 0.5);
  if (x < rows.left - 1 || x > rows.right + 1) return;
  const bottom = rows.pinned ? rows.pinned.top + rows.pinned.height : rows.lanes.top + rows.lanes.height;
  paintCursor(ink, theme, { x, top: rows.axis.top + rows.axis.height - 2, bottom }, cursorText(access.ordinal, access.time, scene.scale.axis), rows.axis, rows);
  const region = access.region ?? access.anchor;
  const { grouping } = scene.picture ?? {};
  if (region === null || !grouping) return;
  const at = scene.scale.axis === 'time' ? access.time : access.ordinal + 0.5;
  for (const { track, offset, size } of grouping.placesOf({ region, offset: access.offset, size: access.size })) {
    for (const lane of lanesAt(scene, track)) {
      const item: Item = { ordinal: access.ordinal, at, track: lane.lane.track, offset, size, flags: access.kind === 'write' ? AccessFlag.write : 0, matched: true };
      if (grouping.holds(lane.lane.track, access) && isInLane(lane.lane, item)) ring(ink, theme, scene, lane, item, 'selection');
    }
  }
}

function isInLane(lane: Lane, item: Item): boolean {
  return item.offset < lane.range.to && item.offset + item.size > lane.range.from;
}

function ring(ink: CanvasRenderingContext2D, theme: Theme, scene: Scene, lane: LanePicture, item: Item, kind: 'selection' | 'hover'): void {
  const bar = barOf(item, lane.lane, scene.scale, lane.density ? 6 : barWidth(lane.items, scene.scale));
  const grow = Math.max(0, (9 - bar.height) / 2);
  drawRing(ink, theme, { x: bar.x - 1, y: bar.y - grow, width: bar.width + 2, height: bar.height + 2 * grow }, kind);
}
