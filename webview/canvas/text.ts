/** Shortens text to a width with an ellipsis; empty when not even one letter fits. `ink.font` must be set. */
export function elide(ink: CanvasRenderingContext2D, text: string, width: number): string {
  if (ink.measureText(text).width <= width) return text;
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (ink.measureText(`${text.slice(0, middle)}…`).width <= width) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? '' : `${text.slice(0, low)}…`;
}

/** Like `elide`, but keeps the end: for "deflate.c:1930". */
export function elideStart(ink: CanvasRenderingContext2D, text: string, width: number): string {
  if (ink.measureText(text).width <= width) return text;
  let from = 1;
  while (from < text.length && ink.measureText(`…${text.slice(from)}`).width > width) from++;
  return from === text.length ? '' : `…${text.slice(from)}`;
}

export interface Piece { readonly text: string; readonly font: string; readonly colour: string }

/** Writes pieces of text one after the other as far as they fit, the first one shortened. Returns the x after the last. */
export function writePieces(ink: CanvasRenderingContext2D, pieces: readonly Piece[], x: number, y: number, right: number, gap = 7): number {
  let at = x;
  ink.textAlign = 'left';
  ink.textBaseline = 'alphabetic';
  for (const [i, { text, font, colour }] of pieces.entries()) {
    ink.font = font;
    const shown = i === 0 ? elide(ink, text, right - at) : text;
    const width = ink.measureText(shown).width;
    if (!shown || at + width > right) return at;
    ink.fillStyle = colour;
    ink.fillText(shown, at, y);
    at += width + gap;
  }
  return at;
}

/** Width that `writePieces` needs for all of them. */
export function piecesWidth(ink: CanvasRenderingContext2D, pieces: readonly Piece[], gap = 7): number {
  return pieces.reduce((sum, { text, font }) => {
    ink.font = font;
    return sum + ink.measureText(text).width + gap;
  }, -gap);
}
