import type { Finding } from '../../../trace/model/types';
import { drawFinding } from '../../theme/ink';
import type { Theme } from '../../theme/theme';
import type { AxisScale } from '../axis/scale';
import type { Rows } from '../rows';
import { paintGutter } from './gutter';
import { t } from '../../text/l10n';

/** A finding at its place on the axis. */
export interface Flag { readonly index: number; readonly finding: Finding; readonly at: number }
export interface FlagBox { readonly flag: Flag; readonly x: number; readonly y: number; /** Where it belongs, if it had to step aside. */ readonly foot: number }

const WIDTH = 16;

/** Flags in view, moved right or left so that none covers another. */
export function flagBoxes(flags: readonly Flag[], rows: Rows, scale: AxisScale): FlagBox[] {
  const y = rows.findings.top + rows.findings.height / 2;
  const inView = flags.map(flag => ({ flag, foot: scale.x(flag.at) })).filter(({ foot }) => foot >= rows.left - 1 && foot <= rows.right + 1).sort((a, b) => a.foot - b.foot);
  let free = rows.left + WIDTH / 2;
  const xs = inView.map(({ foot }) => {
    const x = Math.max(foot, free);
    free = x + WIDTH;
    return x;
  });
  let limit = rows.right;
  for (let i = xs.length - 1; i >= 0; i--) {
    xs[i] = Math.min(xs[i]!, limit);
    limit = xs[i]! - WIDTH;
  }
  return inView.map(({ flag, foot }, i) => ({ flag, foot, x: xs[i]!, y }));
}

export function paintFlags(ink: CanvasRenderingContext2D, theme: Theme, rows: Rows, boxes: readonly FlagBox[], total: number, selected: number | null): void {
  const middle = rows.findings.top + rows.findings.height / 2;
  paintGutter(ink, t('findings'), middle, theme.font(11), theme.dim);
  if (boxes.length === 0) {
    ink.font = theme.font(11);
    ink.textAlign = 'left';
    ink.textBaseline = 'middle';
    ink.fillStyle = theme.dim;
    ink.fillText(total ? t('none in view') : t('none'), rows.left + 6, middle);
  }
  for (const { flag, x, y, foot } of boxes) {
    ink.strokeStyle = theme[flag.finding.severity];
    ink.lineWidth = 1;
    ink.beginPath();
    ink.moveTo(x, y + 7);
    ink.lineTo(foot, rows.calls.top + 1);
    ink.stroke();
    drawFinding(ink, theme, flag.finding.severity, x, y);
    if (flag.index !== selected) continue;
    ink.strokeStyle = theme.focus;
    ink.lineWidth = 2;
    ink.strokeRect(x - 8.5, y - 8.5, 17, 17);
  }
}
