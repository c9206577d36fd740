/** Horizontal strips of the timeline, in CSS pixels from the top; columns from the left. */
export interface Rows {
  /** Left and right end of the axis; names stand left of it. */
  readonly left: number;
  readonly right: number;
  readonly minimap: Strip;
  readonly axis: Strip;
  readonly findings: Strip;
  readonly calls: Strip;
  readonly lanes: Strip;
  /** Null in the panel. */
  readonly pinned: Strip | null;
  readonly bandHeight: number;
}

export interface Strip { readonly top: number; readonly height: number }

export const GUTTER = 104;

/** Lanes keep at least this height next to the lane of pinned bytes. */
const LANES_WITH_PINNED = 70;

/** @param bandRows rows of nested calls */
export function stripRows(width: number, height: number, bandRows: number, panel: boolean): Rows {
  const sizes = panel
    ? { pad: 3, minimap: 24, axis: 19, findings: 15, band: 16, gap: 5, pinned: 0 }
    : { pad: 6, minimap: 32, axis: 20, findings: 18, band: 18, gap: 7, pinned: 32 };
  let top = sizes.pad;
  const strip = (size: number): Strip => {
    const at = { top, height: size };
    top += size;
    return at;
  };
  const minimap = strip(sizes.minimap);
  const axis = strip(sizes.axis);
  const findings = strip(sizes.findings);
  const calls = strip(Math.max(1, panel ? Math.min(bandRows, 2) : bandRows) * sizes.band);
  top += sizes.gap;
  const fits = height - top >= sizes.pinned + 6 + LANES_WITH_PINNED;
  const pinned = sizes.pinned && fits ? { top: height - sizes.pinned - 6, height: sizes.pinned } : null;
  const bottom = pinned ? pinned.top - sizes.gap : height - 5;
  return {
    left: GUTTER, right: Math.max(GUTTER + 40, width - 11), minimap, axis, findings, calls, pinned, bandHeight: sizes.band,
    lanes: { top, height: Math.max(20, bottom - top) },
  };
}

export function isIn(strip: Strip | null, y: number): boolean {
  return strip !== null && y >= strip.top && y < strip.top + strip.height;
}
