import { int } from '../text/format';
import { button, h } from '../ui/dom';
import { t } from '../text/l10n';

export interface Scrubber {
  readonly element: HTMLElement;
  /** `done` writes of `total` have happened; `text` says after which access. */
  show(done: number, total: number, text: string): void;
}

/**
 * Goes through the writes of a region: dragging shows the bytes at once, letting go (or a step) settles there.
 * @param moved with the number of writes that have happened
 */
export function createScrubber(moved: (writes: number, settled: boolean) => void): Scrubber {
  const slider = h('input', {
    type: 'range', min: 0, max: 0, step: 1, 'aria-label': t('Moment: writes to this region so far'),
    on: { input: () => moved(Number(slider.value), false), change: () => moved(Number(slider.value), true) },
  });
  const text = h('small', { class: 'scrub-text' });
  const step = (by: number): void => {
    const next = Math.max(0, Math.min(Number(slider.max), Number(slider.value) + by));
    if (next !== Number(slider.value)) moved(next, true);
  };
  const element = h('div', { class: 'scrubber' },
    button('◂', t('One write back'), () => step(-1), 'mini'), slider, button('▸', t('One write on'), () => step(1), 'mini'), text);
  return {
    element,
    show(done, total, what) {
      slider.max = String(total);
      slider.value = String(done);
      slider.setAttribute('aria-valuetext', t('{0} of {1} writes, {2}', int(done), int(total), what));
      text.textContent = what;
    },
  };
}
