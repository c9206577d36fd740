import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launch, nextFrames, openViews, pixelsOf, selectCall } from '../canvas/testing/page';

const CANVAS = '#timeline canvas';
const READ = '#1f6fd0';
const WRITE = '#b25700';
/** Top of the timeline on the page. */
const TOP = 272;
let browser: Browser;
let page: Page;
let errors: string[];

beforeAll(async () => { browser = await launch(); });
afterAll(() => browser?.close());
beforeEach(async () => { ({ page, errors } = await openViews(browser)); });
afterEach(async () => {
  expect(errors).toEqual([]);
  await page.close();
});

const state = <T>(pick: 'view' | 'axis' | 'measure' | 'call' | 'hover' | 'pin'): Promise<T> =>
  page.evaluate(key => window.views!.store.state[key], pick) as Promise<T>;
const note = (): Promise<string> => page.evaluate(() => window.views!.timeline.note);

test('shows reads and writes of the whole recording', async () => {
  expect(await note()).toMatch(/^[\d,]+ accesses in view$/);
  expect(await pixelsOf(page, CANVAS, READ)).toBeGreaterThan(1000);
  expect(await pixelsOf(page, CANVAS, WRITE)).toBeGreaterThan(200);
});

test('opens a small call in sequence and shows just its accesses', async () => {
  expect(await state('axis')).toBe('time');
  await selectCall(page, 'parse_header');
  expect(await state('axis')).toBe('sequence');
  const count = await page.evaluate(() => { const { trace, state: { call } } = window.views!.store; const { reads, writes } = trace.callById.get(call!)!; return reads + writes; });
  expect(await note()).toBe(`${count} accesses in view`);
});

test('zooms at the pointer, pans by dragging, and fits again', async () => {
  await page.mouse.move(300, TOP + 250);
  await page.mouse.wheel(0, -600);
  const zoomed = await state<[number, number]>('view');
  expect(zoomed).not.toBeNull();
  await page.mouse.down();
  await page.mouse.move(340, TOP + 250, { steps: 4 });
  await page.mouse.up();
  const panned = await state<[number, number]>('view');
  expect(panned[0]).toBeLessThan(zoomed[0]);
  await page.evaluate(() => window.views!.timeline.fitAll());
  expect(await state('view')).toBeNull();
});

test('measures with Shift', async () => {
  await page.keyboard.down('Shift');
  await page.mouse.move(200, TOP + 250);
  await page.mouse.down();
  await page.mouse.move(320, TOP + 250, { steps: 5 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  const measure = await state<{ axis: string; from: number; to: number }>('measure');
  expect(measure.axis).toBe('time');
  expect(measure.to).toBeGreaterThan(measure.from);
  expect(await state('view')).toBeNull();
});

test('zooms to what is brushed on the axis, and moves the window on the minimap', async () => {
  await page.mouse.move(200, TOP + 48);
  await page.mouse.down();
  await page.mouse.move(300, TOP + 48, { steps: 5 });
  await page.mouse.up();
  const brushed = await state<[number, number]>('view');
  expect(brushed).not.toBeNull();
  await page.mouse.click(500, TOP + 22);
  const moved = await state<[number, number]>('view');
  expect(moved[0]).toBeGreaterThan(brushed[1]);
});

test('selects the access that is clicked, and repeats all accesses to its bytes', async () => {
  await selectCall(page, 'fill_u32');
  const place = await page.evaluate(() => {
    const { store } = window.views!;
    const call = store.trace.callById.get(store.state.call!)!;
    return { first: call.firstOrdinal, view: store.state.view! };
  });
  // The first access is in the upper left of the lowest lane; look for it along the row of its mark.
  const x = 104 + ((place.first + 0.5 - place.view[0]) / (place.view[1] - place.view[0])) * (700 - 11 - 104);
  for (let y = TOP + 95; y < TOP + 340 && await state('pin') === null; y += 4) await page.mouse.click(x, y);
  expect(await page.evaluate(() => window.views!.store.state.access?.ordinal)).toBe(place.first);
  expect(await state('pin')).toMatchObject({ offset: 0, size: 4 });
});

test('selects a call by its band', async () => {
  await page.mouse.click(300, TOP + 84);
  const name = await page.evaluate(() => window.views!.store.trace.callById.get(window.views!.store.state.call!)?.function);
  expect(name).toBe('deflate');
});

test('draws in less than a frame, whatever the zoom', async () => {
  const times: number[] = [];
  for (let i = 0; i < 12; i++) {
    await page.evaluate(step => window.views!.timeline.zoom(step < 6 ? 1 : -1), i);
    await nextFrames(page);
    times.push(await page.evaluate(() => window.views!.timeline.lastDraw));
  }
  times.sort((a, b) => a - b);
  expect(times[6]).toBeLessThan(8);
});
