/** Longest stretch of work between two chances for the page to draw and to take input, in milliseconds: a frame at 60 Hz has 16.7. */
const SLICE = 5;

/** Rows of a block that are looked at in one go; more may take longer than a slice. */
export const ROWS_AT_ONCE = 4096;

/**
 * Makes a function to await inside long loops: it lets the page go on when the present stretch of work has taken long enough, and
 * returns at once otherwise.
 */
export function breathe(): () => Promise<void> | void {
  let since = performance.now();
  return () => {
    if (performance.now() - since < SLICE) return;
    return later().then(() => { since = performance.now(); });
  };
}

/** The Prioritized Task Scheduling API, where there is one: `setTimeout` waits 4 ms each time. */
const { scheduler } = globalThis as { scheduler?: { postTask?(task: () => void): Promise<void> } };

const later = (): Promise<void> => (scheduler?.postTask ? scheduler.postTask(() => undefined) : new Promise(resolve => { setTimeout(resolve, 0); }));
