import { color } from 'd3';
import { AccessFlag } from '../../../trace/model/types';
import { drawGlyph } from '../../theme/ink';
import type { Theme } from '../../theme/theme';
import type { AxisScale } from '../axis/scale';
import type { LanePicture, Picture } from '../data/picture';
import { barOf, barWidth, type Bar } from '../lanes/bars';
import { BIN, type Density } from '../lanes/density';
import { rasterize, type RasterInk } from '../lanes/raster';

/** Glyphs fit into bars of this height. */
const GLYPH_FROM = 13;
const FAINT = 0.15;

/** Marks of a lane: single bars, or the picture of the sums stretched to the present scale. */
export function paintLaneMarks(ink: CanvasRenderingContext2D, theme: Theme, lane: LanePicture, picture: Picture, scale: AxisScale, sizeOf: number): void {
  if (!lane.density) {
    paintBars(ink, theme, lane, scale, sizeOf);
    return;
  }
  const [from, to] = picture.scale.window;
  const [left, right] = [scale.x(from), scale.x(to)];
  ink.save();
  ink.beginPath();
  ink.rect(scale.left, lane.lane.top, scale.right - scale.left, lane.lane.height);
  ink.clip();
  ink.imageSmoothingEnabled = false;
  if (lane.matched) {
    ink.globalAlpha = FAINT;
    drawDensity(ink, theme, lane.density, left, right, lane.lane.top);
    ink.globalAlpha = 1;
    drawDensity(ink, theme, lane.matched, left, right, lane.lane.top);
  } else drawDensity(ink, theme, lane.density, left, right, lane.lane.top);
  ink.restore();
}

const rasters = new WeakMap<Density, { theme: Theme; canvas: HTMLCanvasElement }>();

/** Turns sums into pixels ahead of the next draw. */
export function prepareMarks(theme: Theme, picture: Picture): void {
  for (const { density, matched } of picture.lanes) for (const each of [density, matched]) if (each) rasterOf(each, theme);
}

function rasterOf(density: Density, theme: Theme): HTMLCanvasElement {
  let raster = rasters.get(density);
  if (!raster || raster.theme !== theme) rasters.set(density, raster = { theme, canvas: toCanvas(density, theme) });
  return raster.canvas;
}

function drawDensity(ink: CanvasRenderingContext2D, theme: Theme, density: Density, left: number, right: number, top: number): void {
  ink.drawImage(rasterOf(density, theme), left, top, right - left, density.rows * BIN);
}

function toCanvas(density: Density, theme: Theme): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = density.columns * BIN;
  canvas.height = density.rows * BIN;
  const ink = canvas.getContext('2d');
  if (!ink) return canvas;
  const image = ink.createImageData(canvas.width, canvas.height);
  rasterize(density, new Uint32Array(image.data.buffer), rasterInk(theme));
  ink.putImageData(image, 0, 0);
  return canvas;
}

function rasterInk(theme: Theme): RasterInk {
  const pack = (text: string): number => {
    const { r, g, b } = color(text)?.rgb() ?? { r: 128, g: 128, b: 128 };
    return (Math.round(b) << 16) | (Math.round(g) << 8) | Math.round(r);
  };
  return { read: pack(theme.read), write: pack(theme.write) };
}

function paintBars(ink: CanvasRenderingContext2D, theme: Theme, { lane, items }: LanePicture, scale: AxisScale, size: number): void {
  const width = barWidth(items, scale);
  for (const faint of [true, false]) {
    ink.globalAlpha = faint ? FAINT : 1;
    for (const item of items) {
      if (item.matched === faint) continue;
      const bar = barOf(item, lane, scale, width);
      if (bar.x + width < scale.left || bar.x > scale.right) continue;
      paintBar(ink, theme, bar, item.offset < 0 || item.offset + item.size > size);
    }
  }
  ink.globalAlpha = 1;
}

/** Reads hollow, writes striped; dashed when not certain, K when the kernel did it, a red frame past the end. */
export function paintBar(ink: CanvasRenderingContext2D, theme: Theme, { item, x, y, width, height }: Bar, outside: boolean): void {
  const write = (item.flags & AccessFlag.write) !== 0;
  const colour = write ? theme.write : theme.read;
  const hollow = width >= 4 && height >= 5;
  ink.fillStyle = write ? (hollow ? theme.writeFill : theme.write) : hollow ? theme.readTint : theme.read;
  ink.fillRect(x, y, width, height);
  if (hollow) {
    ink.strokeStyle = colour;
    ink.lineWidth = 1.2;
    if (item.flags & AccessFlag.uncertain) ink.setLineDash([2, 2]);
    ink.strokeRect(x + 0.6, y + 0.6, width - 1.2, height - 1.2);
    ink.setLineDash([]);
  }
  if (outside) {
    ink.strokeStyle = theme.pastEnd;
    ink.lineWidth = 2;
    ink.strokeRect(x - 1, y - 1, width + 2, height + 2);
  }
  if (height >= GLYPH_FROM && width >= 7) paintLetter(ink, theme, item.flags, x + width / 2, y + height / 2, colour);
}

function paintLetter(ink: CanvasRenderingContext2D, theme: Theme, flags: number, x: number, y: number, colour: string): void {
  const write = (flags & AccessFlag.write) !== 0;
  ink.fillStyle = write ? theme.background : colour;
  if (flags & AccessFlag.kernel) {
    ink.font = theme.font(10, 700);
    ink.textAlign = 'center';
    ink.textBaseline = 'middle';
    ink.strokeStyle = theme.background;
    ink.fillStyle = theme.foreground;
    ink.lineWidth = 2.5;
    ink.strokeText('K', x, y + 0.5);
    ink.fillText('K', x, y + 0.5);
    return;
  }
  drawGlyph(ink, write ? 'write' : 'read', x, y, 3);
  ink.fill();
  if (!write) return;
  ink.strokeStyle = theme.write;
  ink.lineWidth = 0.6;
  ink.stroke();
}
