type Child = Node | string | number | null | undefined | false | readonly Child[];
type Handler<E extends Event = Event> = (event: E) => void;

/** What `h` understands: `class`, `on` (listeners), and attributes by name (null and false: left out; true: empty). */
export interface Props {
  readonly class?: string;
  readonly on?: { readonly [E in keyof HTMLElementEventMap]?: Handler<HTMLElementEventMap[E]> };
  readonly [attribute: string]: unknown;
}

/** Makes an element. Text is always text: nothing is parsed as HTML, and no style attribute is written. */
export function h<T extends keyof HTMLElementTagNameMap>(tag: T, props: Props = {}, ...children: Child[]): HTMLElementTagNameMap[T] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false || name === 'on') continue;
    element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const [event, handler] of Object.entries(props.on ?? {})) element.addEventListener(event, handler as Handler);
  fill(element, ...children);
  return element;
}

/** Replaces everything inside an element. */
export function fill(element: Element, ...children: Child[]): void {
  element.replaceChildren(...flat(children));
}

function flat(children: readonly Child[]): (Node | string)[] {
  return children.flatMap(child => {
    if (child === null || child === undefined || child === false) return [];
    if (Array.isArray(child)) return flat(child as readonly Child[]);
    return [child instanceof Node ? child : String(child)];
  });
}

/** A button with a text, a tooltip and what it does. */
export function button(text: Child, title: string, run: () => void, kind = 'tool'): HTMLButtonElement {
  return h('button', { class: kind, type: 'button', title, 'aria-label': typeof text === 'string' && /\w/.test(text) && text.length > 1 ? null : title, on: { click: run } }, text);
}

/** Words for screen readers alone; what is shown beside them is hidden from these with `aria-hidden`. */
export const spokenText = (text: string): HTMLElement => h('span', { class: 'visually-hidden' }, text);

export const key = (name: string): HTMLElement => h('kbd', {}, name);
