import { h } from './dom';

export interface EdgeOptions {
  readonly name: string;
  readonly label: string;
  /** Which way the edge moves. */
  readonly axis: 'x' | 'y';
  /** Does the sized part lie before the edge (left, above) or after it? */
  readonly sizes: 'before' | 'after';
  readonly size: number;
  readonly min: number;
  max(): number;
  changed(size: number): void;
}

const STEP = 16;

/**
 * A line between two parts that is dragged, or moved with the arrow keys, to size one of them. Double click returns to the first size.
 */
export function createEdge(options: EdgeOptions): { readonly element: HTMLElement; set(size: number): void } {
  let size = options.size;
  const sign = options.sizes === 'before' ? 1 : -1;
  const element = h('div', {
    class: `edge edge-${options.axis} edge-${options.name}`, role: 'separator', tabindex: 0, 'aria-label': options.label,
    'aria-orientation': options.axis === 'x' ? 'vertical' : 'horizontal',
    on: { pointerdown: drag, keydown: step, dblclick: () => set(options.size) },
  });

  function set(wanted: number): void {
    size = Math.round(Math.max(options.min, Math.min(wanted, options.max())));
    element.setAttribute('aria-valuenow', String(size));
    options.changed(size);
  }

  function drag(down: PointerEvent): void {
    const from = { at: options.axis === 'x' ? down.clientX : down.clientY, size };
    const move = (event: PointerEvent): void => set(from.size + sign * ((options.axis === 'x' ? event.clientX : event.clientY) - from.at));
    const end = (): void => {
      element.removeEventListener('pointermove', move);
      element.classList.remove('moving');
    };
    element.setPointerCapture(down.pointerId);
    element.classList.add('moving');
    element.addEventListener('pointermove', move);
    element.addEventListener('lostpointercapture', end, { once: true });
    down.preventDefault();
    element.focus();
  }

  function step(event: KeyboardEvent): void {
    const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    const along = options.axis === 'x' ? /Left|Right/ : /Up|Down/;
    if (by === undefined || !along.test(event.key)) return;
    set(size + sign * by * STEP);
    event.preventDefault();
    event.stopPropagation();
  }

  set(options.size);
  return { element, set };
}
