import { button, fill, h } from './dom';

/** One line of a menu: a heading, a choice of several (`radio`), or one that is on or off (`check`). */
export type MenuItem =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'radio' | 'check'; readonly text: string; readonly on: boolean; run(): void };

/**
 * A button that opens a menu under it. Arrows move, Enter and Space choose and leave it open, Esc and a press elsewhere close it; focus
 * returns to the button.
 * @param items asked again after each choice
 */
export function menuButton(text: string, title: string, items: () => readonly MenuItem[]): HTMLElement {
  const opener = button(text, title, () => toggle(list.hidden), 'mini');
  opener.setAttribute('aria-haspopup', 'menu');
  const list = h('div', { class: 'menu', role: 'menu', 'aria-label': title, hidden: true, on: { keydown: key } });
  const element = h('span', { class: 'menu-holder' }, opener, list);
  let life = new AbortController();

  function toggle(open: boolean): void {
    list.hidden = !open;
    opener.setAttribute('aria-expanded', String(open));
    life.abort();
    if (!open) return;
    life = new AbortController();
    draw(0);
    document.addEventListener('pointerdown', event => { if (!element.contains(event.target as Node)) toggle(false); }, { signal: life.signal, capture: true });
  }

  function draw(focused: number): void {
    fill(list, items().map(item => (item.kind === 'heading' ? h('div', { class: 'menu-heading', role: 'presentation' }, item.text) : row(item))));
    rows()[focused]?.focus();
  }

  function row(item: Exclude<MenuItem, { kind: 'heading' }>): HTMLElement {
    const element = h('div', {
      class: 'menu-item', role: item.kind === 'radio' ? 'menuitemradio' : 'menuitemcheckbox', 'aria-checked': String(item.on), tabindex: -1,
      on: { click: () => { const at = rows().indexOf(element); item.run(); draw(at); } },
    }, h('span', { class: 'menu-mark', 'aria-hidden': 'true' }, item.on ? (item.kind === 'radio' ? '●' : '✓') : ''), item.text);
    return element;
  }

  const rows = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>('.menu-item')];

  function key(event: KeyboardEvent): void {
    const all = rows();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: (at + 1) % all.length, ArrowUp: (at - 1 + all.length) % all.length, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) all[to]?.focus();
    else if (event.key === 'Enter' || event.key === ' ') all[at]?.click();
    else if (event.key === 'Escape' || event.key === 'Tab') { toggle(false); opener.focus(); }
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  toggle(false);
  return element;
}
