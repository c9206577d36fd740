import { elide, elideStart } from '../../canvas/text';
import type { Theme } from '../../theme/theme';
import { GUTTER } from '../rows';

const RIGHT = GUTTER - 8;
const WIDTH = GUTTER - 14;

/** One line of a name left of the axis, about a middle line. */
export function paintGutter(ink: CanvasRenderingContext2D, text: string, middle: number, font: string, colour: string): void {
  ink.font = font;
  ink.fillStyle = colour;
  ink.textAlign = 'right';
  ink.textBaseline = 'middle';
  ink.fillText((/:\d+$/.test(text) ? elideStart : elide)(ink, text, WIDTH), RIGHT, middle);
}

/** A name in bold and, where there is room, a second line below it. */
export function paintName(ink: CanvasRenderingContext2D, theme: Theme, name: string, below: string, top: number, height: number): void {
  const middle = top + height / 2;
  const two = height >= 28;
  paintGutter(ink, name, two ? middle - 7 : middle, theme.font(12, 600), theme.foreground);
  if (two) paintGutter(ink, below, middle + 8, theme.font(11), theme.dim);
}
