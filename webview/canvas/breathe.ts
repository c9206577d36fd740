/** Longest stretch of work between two chances for the page to draw and to take input, in milliseconds. */
const SLICE = 10;

/**
 * Makes a function to await inside long loops: it lets the page go on when the present stretch of work has taken long enough, and
 * returns at once otherwise.
 */
export function breathe(): () => Promise<void> | void {
  let since = performance.now();
  return () => {
    if (performance.now() - since < SLICE) return;
    return new Promise(resolve => setTimeout(() => { since = performance.now(); resolve(); }, 0));
  };
}
