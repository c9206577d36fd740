import { AccessFlag } from '../../../trace/model/types';
import type { AxisScale } from '../axis/scale';
import { laneY } from '../lanes/bars';
import type { Lane } from '../lanes/layout';
import { ordinalsOfWindow, type Overview } from './overview';
import { axisPlace, eachBlock, type ScanRequest } from './scan';

const REACH = 6;

/**
 * The access whose mark is nearest to a point of a lane, looked up in the recording: for lanes drawn from sums. Null when there is none
 * within a few pixels.
 */
export async function nearestAccess(request: Pick<ScanRequest, 'trace' | 'grouping' | 'signal'>, lane: Lane, scale: AxisScale, overview: Overview | null, x: number, y: number): Promise<number | null> {
  const window = [scale.value(x - REACH), scale.value(x + REACH)] as const;
  const ordinals = ordinalsOfWindow(scale.axis, window, overview, request.trace.accessCount);
  let best: number | null = null;
  let least = REACH;
  await eachBlock({ ...request, axis: scale.axis, window, ordinals }, (block, first, end) => request.grouping.each(block, first, end, (i, track, offset) => {
    if (track !== lane.track) return;
    const write = (block.flags[i]! & AccessFlag.write) !== 0;
    const dx = scale.x(axisPlace(block, i, scale.axis)) - x;
    const top = laneY(lane, offset, write);
    const bottom = Math.max(top + 2, laneY(lane, offset + block.size[i]!, write));
    const away = Math.hypot(dx, y < top ? top - y : y > bottom ? y - bottom : 0);
    if (away >= least) return;
    least = away;
    best = block.firstOrdinal + i;
  }));
  return best;
}
