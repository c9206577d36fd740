/** Bytes of a track that its lane shows, half-open. */
export interface LaneRange { readonly from: number; readonly to: number; /** Not the whole region. */ readonly zoomed: boolean }

const ZOOM_BELOW = 0.6;
const PADDING = 0.04;

/**
 * The whole region; only the touched part of it when that is less than 60 %. Touched bytes beyond an end are always included.
 * @param low, high touched bytes, half-open
 */
export function laneRange(size: number, low: number, high: number, keepWhole = false): LaneRange {
  const touched = high - low;
  if (!(touched > 0) || keepWhole || touched >= size * ZOOM_BELOW || size <= 64) {
    return { from: Math.min(0, finite(low, 0)), to: Math.max(size, finite(high, size)), zoomed: false };
  }
  const padding = Math.max(1, Math.ceil(touched * PADDING));
  return { from: low < 0 ? low : Math.max(0, low - padding), to: high > size ? high : Math.min(size, high + padding), zoomed: true };
}

function finite(value: number, otherwise: number): number {
  return Number.isFinite(value) ? value : otherwise;
}
