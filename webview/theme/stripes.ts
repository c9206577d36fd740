/** Diagonal stripes of one colour over another (null: transparent); plain colour where patterns are not available. */
export function stripes(back: string | null, line: string, { step, width }: { step: number; width: number }): CanvasPattern | string {
  const density = 2;
  const tile = document.createElement('canvas');
  tile.width = tile.height = step * density;
  const ink = tile.getContext('2d');
  if (!ink) return back ?? line;
  ink.scale(density, density);
  if (back) {
    ink.fillStyle = back;
    ink.fillRect(0, 0, step, step);
  }
  ink.strokeStyle = line;
  ink.lineWidth = width;
  ink.beginPath();
  // The same line in the tile and in both neighbours, so that tiles join without a gap.
  for (const shift of [-step, 0, step]) {
    ink.moveTo(shift - 1, step + 1);
    ink.lineTo(shift + step + 1, -1);
  }
  ink.stroke();
  const pattern = ink.createPattern(tile, 'repeat');
  pattern?.setTransform(new DOMMatrix().scale(1 / density));
  return pattern ?? back ?? line;
}
