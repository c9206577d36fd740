import { describe, expect, it } from 'vitest';
import { densityCounter, emptyDensity } from './density';
import { rasterize } from './raster';

const range = { from: 0, to: 100, zoomed: false };
const ink = { read: 0x0000ff, write: 0x00ff00 };
const picture = (density: ReturnType<typeof emptyDensity>): Uint32Array => new Uint32Array(density.columns * density.rows * 4);
const colours = (pixels: Uint32Array): Set<number> => new Set([...pixels].filter(Boolean).map(value => value & 0xffffff));

describe('density', () => {
  it('counts accesses into the rows of the bytes they touch', () => {
    const density = emptyDensity({ height: 40 }, 20);
    const add = densityCounter(density, { range, split: false });
    add(3, 0, 10, false);
    add(3, 99, 1, true);
    add(99, 0, 1, true);
    expect([...density.reads].reduce((a, b) => a + b)).toBe(2);
    expect(density.writes[19 * density.columns + 3]).toBe(1);
    expect([...density.writes].reduce((a, b) => a + b)).toBe(1);
  });

  it('keeps reads above writes in a split lane', () => {
    const density = emptyDensity({ height: 20 }, 4);
    const add = densityCounter(density, { range, split: true });
    add(0, 99, 1, false);
    add(0, 0, 1, true);
    expect([...density.reads].findIndex(Boolean)).toBeLessThan([...density.writes].findIndex(Boolean));
  });
});

describe('raster', () => {
  it('shows both kinds, one over the other, where they meet', () => {
    const density = emptyDensity({ height: 4 }, 4);
    const add = densityCounter(density, { range, split: false });
    add(0, 0, 100, false);
    add(0, 0, 100, true);
    const pixels = picture(density);
    rasterize(density, pixels, ink);
    expect([...pixels.subarray(0, 4)].every(value => (value & 0xffffff) === ink.read)).toBe(true);
    expect([...pixels.subarray(12, 16)].every(value => (value & 0xffffff) === ink.write)).toBe(true);
  });

  it('never uses another colour than the two', () => {
    const density = emptyDensity({ height: 30 }, 60);
    const add = densityCounter(density, { range, split: false });
    for (let i = 0; i < 500; i++) add(i % 30, (i * 37) % 100, 1 + (i % 7), i % 3 === 0);
    const pixels = picture(density);
    rasterize(density, pixels, ink);
    expect(colours(pixels)).toEqual(new Set([ink.read, ink.write]));
  });

  it('is more opaque where there are more', () => {
    const density = emptyDensity({ height: 4 }, 8);
    const add = densityCounter(density, { range, split: false });
    add(0, 0, 1, false);
    for (let i = 0; i < 50; i++) add(2, 0, 1, false);
    const pixels = picture(density);
    rasterize(density, pixels, ink);
    expect(pixels[4]! >>> 24).toBeGreaterThan(pixels[0]! >>> 24);
  });
});
