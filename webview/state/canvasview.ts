/**
 * What the keyboard and the shell may ask of a canvas view. `mountPageMap(host, store)` and `mountTimeline(host, store, { panel })`
 * return one. The host element is empty, positioned and sized by the shell (watch it with a ResizeObserver); the view puts its
 * canvases into it, and makes exactly one of them a tab stop (`tabindex=0`, `role="application"`, `aria-label`).
 * Title rows, legends, the axis switch and the table twins belong to the shell.
 */
export interface CanvasView {
  /** W and S: in is +1, out is -1, about the middle of what is visible or about the selection. */
  zoom(direction: 1 | -1): void;
  /** A and D: left is -1, right is +1. */
  pan(direction: 1 | -1): void;
  /** Z: shows the pinned bytes as large as their surroundings allow. Only the page map does something. */
  showPinned(): void;
  /** F: fits the selected call; again, or without one: everything. */
  fit(): void;
  /** 0: everything. */
  fitAll(): void;
  /** V: keeps the call in view beside the next one, or lets it go. Only the page map does something. */
  beside?(): void;
  /** Short text for the title row: "67× · bytes", "70 accesses in view". Called again after `onNote`. */
  readonly note: string;
  /** Called whenever `note` changed. */
  onNote: (() => void) | null;
  destroy(): void;
}
