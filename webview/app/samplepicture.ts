import { prepareCanvas } from '../theme/canvas';
import { drawPair } from '../theme/ink';
import { onThemeChange, theme } from '../theme/theme';
import { h } from '../ui/dom';

const COLUMNS = 21;
const CELL = { width: 18, height: 24, gap: 2 };
const WIDTH = COLUMNS * (CELL.width + CELL.gap) - CELL.gap;
const ROWS = 4;
const HEIGHT = ROWS * (CELL.height + CELL.gap) - CELL.gap;

/** Drawing of what a page map looks like; decoration, the key under it says the same in words. */
export function samplePicture(): HTMLElement {
  const canvas = h('canvas', { class: 'sample', 'aria-hidden': 'true' });
  const draw = (): void => {
    const ink = prepareCanvas(canvas, WIDTH, HEIGHT);
    if (!ink) return;
    const colours = theme();
    for (let cell = 0; cell < COLUMNS * ROWS; cell++) {
      const box = { x: (cell % COLUMNS) * (CELL.width + CELL.gap), y: Math.floor(cell / COLUMNS) * (CELL.height + CELL.gap), width: CELL.width, height: CELL.height };
      ink.fillStyle = colours.cell;
      ink.fillRect(box.x, box.y, box.width, box.height);
      if (colours.highContrast) { ink.strokeStyle = colours.cellLine; ink.strokeRect(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1); }
      drawPair(ink, colours, box, shareOf(cell));
    }
  };
  draw();
  const stop = onThemeChange(() => { if (canvas.isConnected) draw(); else stop(); });
  return canvas;
}

/** A plausible pattern: reads from the start, writes in two stretches. */
function shareOf(cell: number): { read: number; write: number } {
  const wave = (Math.sin(cell * 1.7) + Math.sin(cell * 0.6) + 2) / 4;
  const [row, column] = [Math.floor(cell / COLUMNS), cell % COLUMNS];
  return {
    read: row === 3 || (row === 2 && column > 15) ? 0 : 0.25 + 0.7 * wave,
    write: (row === 1 && column % 5 > 1) || (row === 2 && column > 6) || (row === 3 && column < 8) ? 0.2 + 0.75 * (1 - wave) : 0,
  };
}
