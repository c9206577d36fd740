/**
 * Sizes a canvas to CSS pixels on any display density, clears it, and returns its context scaled so that one unit is one CSS
 * pixel. Null when the browser gives no context.
 */
export function prepareCanvas(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D | null {
  const density = window.devicePixelRatio || 1;
  const [pixelsX, pixelsY] = [Math.round(width * density), Math.round(height * density)];
  if (canvas.width !== pixelsX || canvas.height !== pixelsY) {
    canvas.width = pixelsX;
    canvas.height = pixelsY;
    // Through the CSSOM: a style attribute would be refused by the content security policy.
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  const ink = canvas.getContext('2d');
  ink?.setTransform(density, 0, 0, density, 0, 0);
  ink?.clearRect(0, 0, width, height);
  return ink;
}

/** Collects requests to draw into one call per animation frame. Returns the function that requests, with `cancel`. */
export function frameScheduler(draw: () => void): { (): void; cancel(): void } {
  let handle = 0;
  const request = (): void => { handle ||= requestAnimationFrame(() => { handle = 0; draw(); }); };
  const cancel = (): void => { cancelAnimationFrame(handle); handle = 0; };
  return Object.assign(request, { cancel });
}
