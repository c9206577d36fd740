import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launch, nextFrames, openViews, pixelsOf, selectCall } from '../canvas/testing/page';

const CANVAS = '#map canvas';
const READ = '#1f6fd0';
const PAST_END = '#c72e2e';
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

const pin = (): Promise<unknown> => page.evaluate(() => window.views!.store.state.pin);
const note = (): Promise<string> => page.evaluate(() => window.views!.map.note);

test('shows reads, and bytes past the end in red', async () => {
  await selectCall(page, 'parse_header');
  expect(await pixelsOf(page, CANVAS, READ)).toBeGreaterThan(500);
  expect(await pixelsOf(page, CANVAS, PAST_END)).toBeGreaterThan(50);
  await selectCall(page, 'deflate');
  expect(await pixelsOf(page, CANVAS, PAST_END)).toBe(0);
});

test('pins the field that is clicked, the byte alone with Alt', async () => {
  await selectCall(page, 'parse_header');
  await page.mouse.click(60, 80);
  expect(await pin()).toMatchObject({ offset: 8, size: 4 });
  await page.keyboard.down('Alt');
  await page.mouse.click(60, 80);
  expect(await pin()).toMatchObject({ offset: 8, size: 1 });
});

test('tells the other views what the pointer is over, and moves nothing', async () => {
  await selectCall(page, 'parse_header');
  await page.mouse.move(60, 80);
  expect(await page.evaluate(() => window.views!.store.state.hover)).toMatchObject({ bytes: { offset: 8, size: 1 } });
  expect(await note()).toBe('1.0× · bytes');
});

test('zooms from pages to bytes with the wheel, and back with F', async () => {
  await selectCall(page, 'deflate');
  const before = await note();
  await page.mouse.move(150, 200);
  for (let i = 0; i < 12; i++) await page.mouse.wheel(0, -400);
  await nextFrames(page);
  expect(await note()).toMatch(/\d+× · bytes/);
  await page.evaluate(() => window.views!.map.fit());
  expect(await note()).toBe(before);
});

test('goes to the pinned bytes, and shows them in rows of sixteen', async () => {
  await selectCall(page, 'deflate');
  await page.evaluate(() => {
    const { store, map } = window.views!;
    const region = store.trace.callById.get(store.state.call!)!.regions.find(each => each.size === 256 * 1024)!;
    store.dispatch({ type: 'pin', pin: { region: region.id, offset: 70_000, size: 16 } });
    map.showPinned();
  });
  await nextFrames(page);
  expect(await note()).toMatch(/bytes/);
  await page.focus(`${CANVAS}[tabindex]`);
  await page.keyboard.press('x');
  await nextFrames(page);
  expect(await note()).toBe('rows of 16 bytes');
  await page.mouse.move(200, 150);
  const hovered = await page.evaluate(() => window.views!.store.state.hover?.bytes?.offset);
  expect(Math.abs(hovered! - 70_000)).toBeLessThan(16 * 12);
});

test('is one tab stop with a name', async () => {
  const stops = page.locator(`${CANVAS}[tabindex="0"]`);
  expect(await stops.count()).toBe(1);
  expect(await stops.getAttribute('aria-label')).toMatch(/^Page map/);
  expect(await stops.getAttribute('role')).toBe('application');
});

test('marks findings, and shows one whose sign is clicked', async () => {
  await selectCall(page, 'parse_header');
  await page.evaluate(async () => {
    const { store } = window.views!;
    store.dispatch({ type: 'findings', findings: await store.trace.findings() });
  });
  await nextFrames(page);
  const index = await page.evaluate(() => window.views!.store.state.findings.findIndex(finding => finding.rule === 'out-of-bounds-write'));
  const spot = await page.evaluate(at => window.views!.map.spots.find(each => each.index === at), index);
  await page.mouse.click(spot!.x, spot!.y);
  await expect.poll(() => page.evaluate(() => window.views!.store.state.finding)).toBe(index);
});

test('fills cells by the line that wrote last', async () => {
  await selectCall(page, 'parse_header');
  const first = '#4db6ac';
  expect(await pixelsOf(page, CANVAS, first)).toBe(0);
  await page.evaluate(() => window.views!.store.dispatch({ type: 'choose', choices: { mapColour: 'writer' } }));
  await expect.poll(() => pixelsOf(page, CANVAS, first)).toBeGreaterThan(500);
});
