import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sampleTrace } from '../trace/testing/sample';
import { launch } from './canvas/testing/page';
import { openReport, type OpenPage } from './testing/pages';

let browser: Browser;
let opened: OpenPage;
let page: Page;

beforeAll(async () => { browser = await launch(); });
afterAll(() => browser?.close());
afterEach(async () => {
  expect(opened.errors).toEqual([]);
  await opened.close();
});

async function show(...options: Parameters<typeof openReport> extends [Browser, ...infer Rest] ? Rest : never): Promise<void> {
  opened = await openReport(browser, ...options);
  page = opened.page;
}
const text = (selector: string): Promise<string> => page.locator(selector).first().innerText();
const waitText = (selector: string, wanted: RegExp): Promise<void> => expect.poll(() => text(selector).catch(() => '')).toMatch(wanted);
const selectedCall = (): Promise<string | null> => page.locator('.call.selected').getAttribute('data-call', { timeout: 5000 });

describe('over the sample recording', () => {
  beforeEach(async () => {
    await show();
    await page.waitForSelector('.finding-row');
  });

  test('shows what was recorded and how far to trust it', async () => {
    expect(await text('.bar-program')).toBe('node app.js');
    expect(await text('.bar-counts')).toMatch(/^13 calls · [\d,]+ accesses · /);
    await waitText('.status', /recording complete.*% certain.*0 accesses dropped.*untraced/s);
    expect(await page.locator('.call').count()).toBeGreaterThan(8);
  });

  test('selects a call everywhere', async () => {
    await page.click('[data-call="11"]');
    await waitText('.crumb', /#11 parse_header/);
    await waitText('.details .card h3', /parse_header/);
    await waitText('.lower-title', /Accesses/);
    expect(await selectedCall()).toBe('11');
  });

  test('an access selected by key shows in details, bytes, chain, tree and status line', async () => {
    await page.click('[data-call="11"]');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await waitText('.details .card h3', /hdr \+0, 4 B/);
    await waitText('.chain-section h4', /Who touched hdr\.magic/);
    await waitText('.status-selected', /hdr \+0, 4 B/);
    await waitText('.status [aria-live]', /^write, hdr plus 0, 4 bytes, header\.c line \d+$/);
    await expect.poll(() => page.locator('.byte.selected').count()).toBe(4);
    expect(await page.locator('.chain-row.selected').count()).toBe(1);
    expect(await page.locator('.call.holds').getAttribute('data-call')).toBe('11');
  });

  test('steps through the accesses to the pinned bytes, and back with Esc', async () => {
    await page.click('[data-call="2"]');
    await page.keyboard.press('ArrowRight');
    await waitText('.chain-section h4', /16 accesses/);
    const first = await text('.details .card h3 .number');
    await page.keyboard.press('.');
    await expect.poll(() => text('.details .card h3 .number')).not.toBe(first);
    await page.keyboard.press(',');
    await waitText('.details .card h3 .number', new RegExp(`^${first}$`));
    await page.keyboard.press('Escape');
    await expect.poll(() => text('.details .card h3 .number')).not.toBe(first);
  });

  test('pins a clicked byte, extends with Shift, and says who touched it', async () => {
    await page.click('[data-call="11"]');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.click('.byte[data-offset="8"]');
    await waitText('.status-selected', /hdr \+8, 1 B/);
    await page.click('.byte[data-offset="11"]', { modifiers: ['Shift'] });
    await waitText('.chain-section h4', /Who touched hdr\.length/);
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('.byte.cursor').getAttribute('data-offset')).toBe('12');
    await page.keyboard.press('Enter');
    await waitText('.status-selected', /hdr \+12, 1 B/);
  });

  test('shows the contents before and after the call', async () => {
    await page.click('[data-call="11"]');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => text('.byte[data-offset="1"]')).toBe('05');
    await page.click('[data-moment="before"]');
    await expect.poll(() => text('.byte[data-offset="1"]')).toBe('00');
  });

  test('filters, counts hits, dims calls, and names a wrong term', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('kind:write size>=8 in:dst');
    await waitText('.filter-note', /^[\d,]+ of [\d,]+$/);
    await expect.poll(() => page.locator('.call.dimmed').count()).toBeGreaterThan(5);
    expect(await page.locator('.call.dimmed[data-call="2"]').count()).toBe(0);
    await page.locator('.filter-input').fill('color:red');
    await waitText('.filter-note', /color:red/);
    expect(await page.locator('.filter-input').getAttribute('aria-invalid')).toBe('true');
    expect(await page.locator('.call.dimmed').count()).toBe(0);
    await page.keyboard.press('Escape');
    expect(await page.locator('.filter-input').inputValue()).toBe('');
  });

  test('arrow steps keep to the filter', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('kind:write in:dst');
    await waitText('.filter-note', / of /);
    await page.click('.title >> text=Accesses');
    await page.keyboard.press('ArrowRight');
    await waitText('.details .card h3', /W\s+dst \+0/);
  });

  test('walks through findings, and closes the card', async () => {
    await page.keyboard.press(']');
    await waitText('.card.finding h3', /out-of-bounds-write.*1 of 6/s);
    await page.keyboard.press(']');
    await waitText('.card.finding h3', /2 of 6/);
    await page.click('[aria-label="Close the card"]');
    await expect.poll(() => page.locator('.card.finding').count()).toBe(0);
  });

  test('folds callbacks in the tree and follows its keys', async () => {
    await page.click('[data-call="8"]');
    await page.keyboard.press('ArrowLeft');
    expect(await page.locator('[data-call="9"]').count()).toBe(0);
    expect(await page.locator('[data-call="8"]').getAttribute('aria-expanded')).toBe('false');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    expect(await selectedCall()).toBe('9');
    expect(await page.locator('[data-call="9"]').getAttribute('aria-level')).toBe('2');
  });

  test('gives each picture a table with every row reachable', async () => {
    await page.click('[data-call="2"]');
    await page.focus('.timeline [tabindex="0"]');
    await page.keyboard.press('m');
    await expect.poll(async () => Number(await page.locator('.twin [role=grid]').getAttribute('aria-rowcount'))).toBeGreaterThan(50_000);
    await page.keyboard.press('End');
    await waitText('.twin-row:focus', /#[\d,]+/);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.twin-row.selected').count()).toBe(1);
    await page.keyboard.press('Escape');
    expect(await page.locator('.dialog').count()).toBe(0);
    await page.focus('.page-map [tabindex="0"]');
    await page.keyboard.press('m');
    await waitText('.over-map .twin-row:not(.twin-head)', /strm.*%/s);
  });

  test('changes the axis and opens the key sheet', async () => {
    await page.keyboard.press('t');
    await waitText('[aria-label="What the timeline shows across"] button[aria-pressed="true"]', /sequence/);
    await page.keyboard.press('?');
    await waitText('.key-dialog', /previous, next access to the pinned bytes/);
    await page.keyboard.press('?');
    expect(await page.locator('.key-dialog').count()).toBe(0);
  });

  test('colours the page map by the line that wrote last, and keeps one call beside the next', async () => {
    await page.click('[data-call="11"]');
    await page.selectOption('[aria-label="What the colours of the page map mean"]', 'writer');
    await waitText('.centre > .map-key', /A\s*header\.c:\d+ \d+ %/);
    await page.keyboard.press('v');
    await page.click('[data-call="2"]');
    await waitText('.map-half:first-child .half-title', /#11 parse_header\s*1\.0×[^A]*A\s*header\.c/);
    await waitText('.map-half:last-child .half-title', /#2 deflate\s*1\.0×[^A]*A\s*deflate\.c/);
    await page.keyboard.press('v');
    expect(await page.locator('.map-canvas').count()).toBe(1);
  });

  test('two calls beside each other are zoomed and moved together, until that is switched off', async () => {
    const notes = (): Promise<string[]> => page.locator('.half-title .picture-note').allInnerTexts();
    const zoom = async (wheel: number): Promise<void> => {
      await page.locator('.map-half:last-child .map-canvas').hover({ position: { x: 60, y: 80 } });
      await page.mouse.wheel(0, wheel);
    };
    await page.click('[data-call="6"]');
    await page.keyboard.press('v');
    await page.click('[data-call="7"]');
    await expect.poll(notes).toEqual([expect.stringMatching(/^1\.0×/), expect.stringMatching(/^1\.0×/)]);
    await zoom(-600);
    await expect.poll(async () => (await notes())[1]).not.toMatch(/^1\.0×/);
    const together = await notes();
    expect(together[0]).toBe(together[1]);
    // The next call is looked at in the same place.
    await page.click('[data-call="5"]');
    await expect.poll(async () => (await notes())[1]?.split(' ')[0]).toBe(together[0]?.split(' ')[0]);
    await page.click('[aria-label="Zoom and move both calls together"]');
    await zoom(400);
    await expect.poll(async () => (await notes())[1]).not.toBe(together[1]);
    expect((await notes())[0]).toBe(together[0]);
  });

  test('another recording is chosen to compare with; a call of it is shown, and the comparison comes back', async () => {
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.click('text=Compare…')]);
    await chooser.setFiles({ name: 'fixed.ffitrace', mimeType: 'application/octet-stream', buffer: Buffer.from(sampleTrace()) });
    await waitText('.compare .status', /both recordings complete/);
    expect(await page.title()).toBe('app.ffitrace ↔ fixed.ffitrace - FFIScope');
    await page.click('.pair:not(.pair-head) >> nth=1');
    await page.click('text=Show in B');
    await waitText('.crumb', /^#2 deflate$/);
    expect(await page.title()).toBe('fixed.ffitrace - FFIScope');
    await page.click('text=Compare…');
    await waitText('.compare .status', /both recordings complete/);
  });

  test('orders calls, and shows the figures that were chosen', async () => {
    await page.click('[aria-label="Order and columns of the calls"]');
    await page.click('.menu-item >> text=Reads >> nth=0');
    expect(await page.locator('.call .call-name b').first().innerText()).toBe('deflate');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    expect(await page.locator('.call .source').count()).toBe(0);
    await page.keyboard.press('Escape');
    expect(await page.locator('.menu').isVisible()).toBe(false);
  });

  test('shows source lines with their heat, and steps through what a line did', async () => {
    await page.click('[data-call="11"]');
    await page.keyboard.press('l');
    await waitText('.source-bar', /lines with accesses/);
    const line = page.locator('.source-row.hot', { hasText: 'W 1' }).first();
    await line.click();
    await expect.poll(() => page.locator('.source-row.selected .number').innerText().catch(() => '')).toBe(await line.locator('.number').innerText());
    await waitText('.details .card .facts', new RegExp(`header\\.c:${await line.locator('.number').innerText()}`));
    await page.selectOption('.source-file', { label: await page.locator('.source-file optgroup:last-of-type option').first().innerText() });
    await waitText('.source-row.hot', /22[\s\S]*R 6[\s\S]*W 6[\s\S]*parse_header/);
    await page.keyboard.press('l');
    expect(await page.locator('.source-view').isVisible()).toBe(false);
  });

  test('edges move with the keyboard', async () => {
    const width = async (): Promise<number> => (await page.locator('.left').boundingBox())?.width ?? 0;
    const before = await width();
    await page.focus('.edge-calls');
    await page.keyboard.press('ArrowRight');
    expect(await width()).toBe(before + 16);
  });
});

describe('in other circumstances', () => {
  test.each([
    [{ colorScheme: 'dark' as const }, 'vscode-dark'],
    [{ colorScheme: 'dark' as const, contrast: 'more' as const }, 'vscode-high-contrast'],
    [{ colorScheme: 'light' as const, contrast: 'more' as const }, 'vscode-high-contrast-light'],
  ])('follows the system: %o', async (options, name) => {
    await show(sampleTrace(), options);
    await page.waitForSelector('.finding-row');
    expect(await page.locator(`body.${name}`).count()).toBe(1);
  });

  test('puts details below when narrow, and drops the calls down when very narrow', async () => {
    await show(sampleTrace(), { viewport: { width: 800, height: 800 } });
    await page.waitForSelector('.finding-row');
    const centre = await page.locator('.centre').boundingBox();
    expect((await page.locator('.details').boundingBox())?.y).toBeGreaterThanOrEqual((centre?.y ?? 0) + (centre?.height ?? 0));
    await page.setViewportSize({ width: 480, height: 800 });
    expect(await page.locator('.left').isVisible()).toBe(false);
    await page.click('.call-menu-opener');
    await page.click('[data-call="2"]');
    expect(await page.locator('.left').isVisible()).toBe(false);
    expect(await text('.call-menu-opener')).toMatch(/#2 deflate/);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(480);
  });

  test('opens a recording that is cut short, and says where it ends', async () => {
    const whole = sampleTrace();
    await show(whole.subarray(0, Math.floor(whole.length * 0.7)));
    await waitText('.status', /! recording ends at .*last whole block/);
    expect(await page.locator('.call').count()).toBeGreaterThan(0);
  });

  test.each([[new Uint8Array(0)], [new Uint8Array(64).fill(7)]])('names what is wrong with a bad file', async bytes => {
    await show(bytes);
    await waitText('.failure', /app\.ffitrace .+/);
  });
});
