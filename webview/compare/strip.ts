import { prepareCanvas } from '../theme/canvas';
import { onThemeChange, theme } from '../theme/theme';
import { plural } from '../text/format';
import { h } from '../ui/dom';
import type { RegionPair } from './memory';
import { t } from '../text/l10n';

const HEIGHT = 20;

/** A large region from its start to its end: dark where bytes differ. The table below it lists the same. */
export function differenceStrip(pair: RegionPair, size: number): HTMLElement {
  const canvas = h('canvas', { class: 'strip', role: 'img', 'aria-label': t('{0} of {1} differ', plural(pair.changes.length, 'stretch'), pair.name) });
  const holder = h('div', { class: 'strip-holder' }, canvas);
  const draw = (): void => {
    const width = holder.clientWidth;
    const ink = width > 0 ? prepareCanvas(canvas, width, HEIGHT) : null;
    if (!ink) return;
    const colours = theme();
    ink.fillStyle = colours.cell;
    ink.fillRect(0, 0, width, HEIGHT);
    if (colours.highContrast) { ink.strokeStyle = colours.cellLine; ink.strokeRect(0.5, 0.5, width - 1, HEIGHT - 1); }
    ink.fillStyle = colours.foreground;
    for (const { offset, size: length } of pair.changes) ink.fillRect((offset / size) * width, 2, Math.max(1, (length / size) * width), HEIGHT - 4);
  };
  new ResizeObserver(draw).observe(holder);
  const stop = onThemeChange(() => { if (canvas.isConnected) draw(); else stop(); });
  return holder;
}
