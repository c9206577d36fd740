import { AccessFlag } from '../../../trace/model/types';
import { axisScale, type AxisScale } from '../axis/scale';
import { isCrowded } from '../lanes/bars';
import { BIN, densityCounter, emptyDensity, mixedShare, type Density } from '../lanes/density';
import type { Grouping } from '../lanes/grouping';
import { layoutLanes, type Lane, type LaneInput, type LaneRoom } from '../lanes/layout';
import { breathe } from '../../canvas/breathe';
import type { Stretch } from '../../canvas/lod';
import type { TrackMap } from '../../canvas/tracks';
import { addTiles, INDEXED_ABOVE, scanIndex, windowIndex } from './indexed';
import { eachBlock, scanWindow, axisPlace, type Item, type Scan, type ScanRequest } from './scan';

/** What a lane is drawn from: single accesses, or sums. */
export interface LanePicture {
  readonly lane: Lane;
  readonly items: readonly Item[];
  /** Null: few enough for bars. */
  readonly density: Density | null;
  /** The part that matches the filter; null without one. */
  readonly matched: Density | null;
}

/** Everything of one window. It can be drawn on another scale of the same axis until the next one is there. */
export interface Picture {
  /** Drawn from the index: sums of whole stretches, not of each access. */
  readonly approximate: boolean;
  readonly grouping: Grouping;
  readonly scan: Scan;
  readonly scale: AxisScale;
  readonly lanes: readonly LanePicture[];
  readonly hidden: readonly LaneInput[];
}

export interface PictureRequest extends ScanRequest {
  readonly grouping: Grouping;
  readonly map: TrackMap;
  readonly fold: AxisScale['fold'];
  readonly left: number;
  readonly right: number;
  readonly room: LaneRoom;
  /** Tracks whose lanes are kept before those of others. */
  readonly preferred: ReadonlySet<number>;
}

/** Scans the window, lays out the lanes of what was touched, and sums up the crowded ones. */
export async function loadPicture(request: PictureRequest): Promise<Picture> {
  const { ordinals: [from, to], grouping, matcher } = request;
  const indexed = to - from > INDEXED_ABOVE && grouping.kind === 'region' && !matcher ? await windowIndex(request.trace, [from, to], (request.right - request.left) / BIN, request.signal) : null;
  return indexed ? pictureFromIndex(request, indexed) : readPicture(request);
}

/** Costs as much as there are columns, however many accesses the window holds. */
async function pictureFromIndex(request: PictureRequest, stretches: readonly Stretch[]): Promise<Picture> {
  const { map } = request;
  const scan = scanIndex(stretches, map, request.axis, request.window);
  const { lanes, hidden } = layoutLanes(laneInputs(scan, request.grouping, request.preferred), request.room);
  const scale = axisScale(request.axis, request.fold, request.window, request.left, request.right);
  const pause = breathe();
  const draw = async (lane: Lane): Promise<LanePicture> => {
    const picture = lanePicture(lane, scan, scale, false);
    await addTiles(stretches, map, lane, picture.density!, scale, pause);
    return picture;
  };
  const pictures: LanePicture[] = [];
  for (const lane of lanes) {
    const picture = await draw(lane);
    pictures.push(isMixed(picture) ? await draw({ ...lane, split: true }) : picture);
    request.signal.throwIfAborted();
  }
  return { approximate: true, grouping: request.grouping, scan, scale, lanes: pictures, hidden };
}

async function readPicture(request: PictureRequest): Promise<Picture> {
  const scan = await scanWindow(request);
  const { lanes, hidden } = layoutLanes(laneInputs(scan, request.grouping, request.preferred), request.room);
  const scale = axisScale(request.axis, request.fold, request.window, request.left, request.right);
  const filtered = request.matcher !== null;
  const pictures = lanes.map(lane => lanePicture(lane, scan, scale, filtered));
  if (!scan.items) await countBlocks(request, pictures, scale);
  // Lanes in which both kinds meet all over are drawn again in two halves: reads above, writes below.
  const halved = pictures.map(picture => isMixed(picture) ? lanePicture({ ...picture.lane, split: true }, scan, scale, filtered) : picture);
  const again = halved.filter((picture, i) => picture !== pictures[i]);
  if (!scan.items && again.length > 0) await countBlocks(request, again, scale);
  return { approximate: false, grouping: request.grouping, scan, scale, lanes: halved, hidden };
}

const MIXED = 0.2;

function isMixed({ lane, density, matched }: LanePicture): boolean {
  return density !== null && !lane.split && !lane.fields && lane.stats.reads > 0 && lane.stats.writes > 0 && mixedShare(matched ?? density) > MIXED;
}

/** Preferred tracks first, then the ones with most accesses. */
export function laneInputs(scan: Scan, { tracks }: Pick<Grouping, 'tracks'>, preferred: ReadonlySet<number>): LaneInput[] {
  return [...scan.stats].map(([index, stats]) => ({ index, stats, track: tracks[index]! })).sort((a, b) =>
    Number(preferred.has(b.index)) - Number(preferred.has(a.index)) || b.stats.reads + b.stats.writes - a.stats.reads - a.stats.writes);
}

function lanePicture(lane: Lane, scan: Scan, scale: AxisScale, filtered: boolean): LanePicture {
  const width = scale.right - scale.left;
  const densities = (): Pick<LanePicture, 'density' | 'matched'> => ({ density: emptyDensity(lane, width), matched: filtered ? emptyDensity(lane, width) : null });
  if (!scan.items) return { lane, items: [], ...densities() };
  const items = scan.items.filter(item => item.track === lane.track);
  if (!isCrowded(items, lane, scale)) return { lane, items, density: null, matched: null };
  const picture = { lane, items, ...densities() };
  const add = densityCounter(picture.density!, lane);
  const addMatched = picture.matched && densityCounter(picture.matched, lane);
  for (const { at, offset, size, flags, matched } of items) {
    const column = Math.floor((scale.x(at) - scale.left) / BIN);
    (matched && addMatched ? addMatched : add)(column, offset, size, (flags & AccessFlag.write) !== 0);
  }
  return picture;
}

async function countBlocks(request: PictureRequest, pictures: readonly LanePicture[], scale: AxisScale): Promise<void> {
  const counters = new Map(pictures.map(({ lane, density, matched }) => [lane.track, {
    all: densityCounter(density!, lane), matched: matched && densityCounter(matched, lane),
  }]));
  const { matcher, axis } = request;
  await eachBlock(request, (block, first, end) => request.grouping.each(block, first, end, (i, track, offset) => {
    const counter = counters.get(track);
    if (!counter) return;
    const column = Math.floor((scale.x(axisPlace(block, i, axis)) - scale.left) / BIN);
    const add = counter.matched && matcher!.matches(block, i) ? counter.matched : counter.all;
    add(column, offset, block.size[i]!, (block.flags[i]! & AccessFlag.write) !== 0);
  }));
}
