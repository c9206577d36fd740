import { h } from './dom';

export interface VirtualListOptions {
  /** CSS pixels; may change between two calls of `setCount`. */
  readonly rowHeight: number | (() => number);
  readonly role: 'tree' | 'grid' | 'listbox' | 'rowgroup';
  /** Null where what is around it has the name. */
  readonly label: string | null;
  /** Makes row `index`; may fill it later. Position and tab stop are set by the list. */
  render(index: number): HTMLElement;
  /** Enter, Space and click. */
  activate(index: number): void;
  /** Keys the list does not know; true when handled. */
  onKey?(event: KeyboardEvent, index: number): boolean;
}

/** Above this browsers no longer lay out an element; taller lists scroll in proportion. */
const TALLEST = 8_000_000;
const OVERSCAN = 4;

/**
 * A list of any length of which only the visible rows exist. It is one tab stop: the active row has `tabindex=0`, arrows, Page Up/Down,
 * Home and End move it.
 */
export class VirtualList {
  readonly element: HTMLElement;
  readonly #spacer = h('div', { class: 'v-spacer', role: 'presentation' });
  readonly #options: VirtualListOptions;
  readonly #rows = new Map<number, HTMLElement>();
  readonly #resize: ResizeObserver;
  #count = 0;
  #top = 0;
  #active = 0;
  #placing = false;

  constructor(options: VirtualListOptions) {
    this.#options = options;
    this.element = h('div', { class: 'v-list', role: options.role, 'aria-label': options.label }, this.#spacer);
    this.element.addEventListener('scroll', () => this.#scrolled());
    this.element.addEventListener('wheel', event => this.#wheel(event), { passive: false });
    this.element.addEventListener('keydown', event => this.#key(event));
    this.element.addEventListener('click', event => this.#click(event));
    this.#resize = new ResizeObserver(() => this.#draw());
    this.#resize.observe(this.element);
  }

  get count(): number { return this.#count; }
  get active(): number { return this.#active; }

  /** Number of rows; draws all visible rows again. */
  setCount(count: number): void {
    this.#count = count;
    this.#active = Math.max(0, Math.min(this.#active, count - 1));
    this.#spacer.style.height = `${Math.min(TALLEST, this.#total)}px`;
    this.refresh();
  }

  refresh(): void {
    const hadFocus = this.element.contains(document.activeElement);
    this.#clear();
    this.#top = Math.max(0, Math.min(this.#top, this.#total - this.element.clientHeight));
    this.#draw();
    if (hadFocus) this.#rows.get(this.#active)?.focus({ preventScroll: true });
  }

  /** The row that already exists for an index, if any. */
  rowAt(index: number): HTMLElement | undefined { return this.#rows.get(index); }

  /** Makes a row the tab stop and scrolls as little as needed to show it. */
  setActive(index: number, options: { focus?: boolean; reveal?: boolean } = {}): void {
    if (index < 0 || index >= this.#count) return;
    this.#rows.get(this.#active)?.setAttribute('tabindex', '-1');
    this.#active = index;
    if (options.reveal !== false) this.reveal(index);
    const row = this.#rows.get(index);
    row?.setAttribute('tabindex', '0');
    if (options.focus) row?.focus({ preventScroll: true });
  }

  reveal(index: number): void {
    const rowHeight = this.#rowHeight;
    const height = this.element.clientHeight;
    const from = index * rowHeight;
    if (from < this.#top) this.#scrollTo(from);
    else if (from + rowHeight > this.#top + height) this.#scrollTo(from + rowHeight - height);
  }

  destroy(): void {
    this.#resize.disconnect();
    this.#clear();
  }

  get #rowHeight(): number {
    const { rowHeight } = this.#options;
    return typeof rowHeight === 'number' ? rowHeight : rowHeight();
  }
  get #total(): number { return this.#count * this.#rowHeight; }
  get #compressed(): boolean { return this.#total > TALLEST; }
  get #range(): number { return Math.max(1, Math.min(TALLEST, this.#total) - this.element.clientHeight); }

  #scrollTo(top: number): void {
    const end = Math.max(0, this.#total - this.element.clientHeight);
    this.#top = Math.max(0, Math.min(top, end));
    this.#placing = true;
    this.element.scrollTop = this.#compressed ? (this.#top / end) * this.#range : this.#top;
    this.#draw();
  }

  #scrolled(): void {
    if (this.#placing && this.#compressed) { this.#placing = false; this.#draw(); return; }
    this.#placing = false;
    const end = this.#total - this.element.clientHeight;
    this.#top = this.#compressed ? (this.element.scrollTop / this.#range) * end : this.element.scrollTop;
    this.#draw();
  }

  /** In a compressed list one pixel of the scroll bar is many rows; the wheel still moves by rows. */
  #wheel(event: WheelEvent): void {
    if (!this.#compressed || event.ctrlKey) return;
    event.preventDefault();
    this.#scrollTo(this.#top + event.deltaY);
  }

  #draw(): void {
    const rowHeight = this.#rowHeight;
    const height = this.element.clientHeight;
    if (height === 0) return;
    const from = Math.max(0, Math.floor(this.#top / rowHeight) - OVERSCAN);
    const to = Math.min(this.#count, Math.ceil((this.#top + height) / rowHeight) + OVERSCAN);
    for (const [index, row] of this.#rows) {
      // The focused row stays, so that focus is never lost by scrolling.
      if ((index < from || index >= to) && row !== document.activeElement) { row.remove(); this.#rows.delete(index); }
    }
    const shift = this.#compressed ? this.element.scrollTop - this.#top : 0;
    for (let index = from; index < to; index++) this.#place(index, shift);
  }

  #place(index: number, shift: number): void {
    let row = this.#rows.get(index);
    if (!row) {
      row = this.#options.render(index);
      row.classList.add('v-row');
      row.dataset.index = String(index);
      row.tabIndex = index === this.#active ? 0 : -1;
      this.#rows.set(index, row);
      this.#spacer.append(row);
    }
    row.style.height = `${this.#rowHeight}px`;
    row.style.transform = `translateY(${index * this.#rowHeight + shift}px)`;
  }

  #clear(): void {
    this.#rows.clear();
    this.#spacer.replaceChildren();
  }

  #click(event: MouseEvent): void {
    const row = (event.target as Element).closest<HTMLElement>('.v-row');
    if (!row || event.defaultPrevented) return;
    const index = Number(row.dataset.index);
    this.setActive(index, { focus: true, reveal: false });
    this.#options.activate(index);
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || this.#count === 0) return;
    const page = Math.max(1, Math.floor(this.element.clientHeight / this.#rowHeight) - 1);
    const target: Record<string, number> = {
      ArrowUp: this.#active - 1, ArrowDown: this.#active + 1, PageUp: this.#active - page, PageDown: this.#active + page,
      Home: 0, End: this.#count - 1,
    };
    const to = target[event.key];
    if (this.#options.onKey?.(event, this.#active)) { /* the owner's key */ }
    else if (to !== undefined) this.setActive(Math.max(0, Math.min(to, this.#count - 1)), { focus: true });
    else if (event.key === 'Enter' || event.key === ' ') this.#options.activate(this.#active);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
