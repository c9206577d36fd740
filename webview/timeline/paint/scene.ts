import { inTrack } from '../../canvas/tracks';
import type { State } from '../../state/state';
import type { Theme } from '../../theme/theme';
import type { AxisScale } from '../axis/scale';
import type { TimelineLoader } from '../data/loader';
import type { Picture } from '../data/picture';
import type { Rows } from '../rows';
import { paintAxis, paintBreakLines } from './axis';
import { paintBands, paintSyscalls, type BandBox } from './bands';
import { paintFlags, type FlagBox } from './flags';
import { paintHidden, paintLaneGround, paintNeverWritten } from './lanes';
import { paintLaneMarks } from './marks';
import { paintMarks, timeMarks } from './timemarks';
import { paintMinimap } from './minimap';
import { pinName } from './names';
import { paintPinned } from './pinned';
import { t } from '../../text/l10n';

/** What one picture of the timeline is made from. */
export interface Scene {
  readonly state: State;
  readonly rows: Rows;
  readonly scale: AxisScale;
  /** The whole recording, for the minimap. */
  readonly whole: AxisScale;
  readonly loader: TimelineLoader;
  readonly picture: Picture | null;
  readonly bands: readonly BandBox[];
  /** Row of a call's band. */
  rowOfCall(call: number): number;
  readonly flags: readonly FlagBox[];
}

export function paintTimeline(ink: CanvasRenderingContext2D, theme: Theme, scene: Scene): void {
  const { state, rows, scale, loader } = scene;
  paintMinimap(ink, theme, rows, loader.overview, scene.whole, scale.window);
  paintAxis(ink, theme, rows, scale);
  paintLanes(ink, theme, scene);
  paintMarks(ink, theme, rows, scale, timeMarks(state.trace, scale.axis), scene.flags);
  paintBands(ink, theme, rows, scene.bands, state.trace, state.call);
  paintSyscalls(ink, theme, rows, scale, state.trace, scene.rowOfCall);
  paintFlags(ink, theme, rows, scene.flags, state.findings.length, state.finding);
  const target = inTrack(loader.map, state.pin);
  if (state.pin && target) {
    const touches = loader.touches?.pin === state.pin ? loader.touches.found : null;
    paintPinned(ink, theme, rows, scale, pinName(state), state.pin.size, touches);
  } else paintPinHint(ink, theme, rows);
}

function paintLanes(ink: CanvasRenderingContext2D, theme: Theme, { state, rows, scale, loader, picture }: Scene): void {
  if (!picture) return;
  const { grouping } = picture;
  const { tracks } = grouping;
  // Only regions have an end that can be passed; other lanes hold several.
  const regions = grouping.kind === 'region';
  for (const { lane } of picture.lanes) paintLaneGround(ink, theme, rows, lane, tracks[lane.track]!);
  paintBreakLines(ink, theme, rows, scale);
  ink.save();
  ink.beginPath();
  ink.rect(rows.left - 1, rows.lanes.top - 4, rows.right - rows.left + 2, rows.lanes.height + 8);
  ink.clip();
  for (const lane of picture.lanes) paintLaneMarks(ink, theme, lane, picture, scale, regions ? tracks[lane.lane.track]!.size : Infinity);
  if (regions) for (const { lane } of picture.lanes) paintNeverWritten(ink, theme, rows, lane, loader.map, state.findings);
  ink.restore();
  paintHidden(ink, theme, rows, picture.hidden, grouping.noun);
  if (picture.lanes.length === 0) paintNothing(ink, theme, rows);
}

function paintNothing(ink: CanvasRenderingContext2D, theme: Theme, rows: Rows): void {
  ink.font = theme.font(12);
  ink.fillStyle = theme.dim;
  ink.textAlign = 'center';
  ink.textBaseline = 'middle';
  ink.fillText(t('no access in view'), (rows.left + rows.right) / 2, rows.lanes.top + Math.min(40, rows.lanes.height / 2));
}

function paintPinHint(ink: CanvasRenderingContext2D, theme: Theme, rows: Rows): void {
  if (!rows.pinned) return;
  const { top, height } = rows.pinned;
  ink.strokeStyle = theme.cellLine;
  ink.lineWidth = 1;
  ink.setLineDash([3, 3]);
  ink.strokeRect(rows.left + 0.5, top + 0.5, rows.right - rows.left - 1, height - 1);
  ink.setLineDash([]);
  ink.font = theme.font(11);
  ink.fillStyle = theme.dim;
  ink.textAlign = 'left';
  ink.textBaseline = 'middle';
  const long = t('click bytes or an access: every access to them is repeated here');
  const room = rows.right - rows.left - 16;
  const hint = ink.measureText(long).width <= room ? long : t('click bytes: their accesses appear here');
  if (ink.measureText(hint).width <= room) ink.fillText(hint, rows.left + 8, top + height / 2 + 0.5);
}
