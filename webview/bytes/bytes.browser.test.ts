import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { sampleTrace } from '../../trace/testing/sample';
import { launch } from '../canvas/testing/page';
import type { ViewMessage } from '../protocol';
import { openWebview, type HostedPage } from '../testing/pages';

let browser: Browser;
let view: HostedPage;
let page: Page;

beforeAll(async () => { browser = await launch(); });
afterAll(() => browser?.close());
beforeEach(async () => {
  view = await openWebview(browser, sampleTrace());
  page = view.page;
  await page.waitForSelector('.finding-row');
  // The second access of parse_header is its first write: hdr.magic.
  await page.click('[data-call="11"]');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.waitForSelector('.scrubber:not([hidden])');
});
afterEach(async () => {
  expect(view.errors).toEqual([]);
  await view.close();
});

const byte = (offset: number): Promise<string> => page.locator(`.byte[data-offset="${offset}"]`).innerText();
const text = (selector: string): Promise<string> => page.locator(selector).first().innerText();
const copied = async (): Promise<string | undefined> =>
  (await view.sent()).filter((message): message is Extract<ViewMessage, { type: 'copy' }> => message.type === 'copy').at(-1)?.text;

test('shows the bytes at the selected access: earlier writes there, later ones not yet', async () => {
  await page.click('[data-moment="at"]');
  await expect.poll(() => text('.scrub-text')).toMatch(/write 1 of 5$/);
  expect([await byte(1), await byte(5)]).toEqual(['05', '00']);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => text('.scrub-text')).toMatch(/write 2 of 5$/);
  expect([await byte(4), await byte(5), await byte(6)]).toEqual(['14', '19', '00']);
});

test('the slider goes to any write, and selects it where it comes to rest', async () => {
  const slider = page.locator('.scrubber input');
  await slider.fill('5');
  await expect.poll(() => text('.scrub-text')).toMatch(/write 5 of 5$/);
  await expect.poll(() => text('.details .card h3')).toMatch(/W\s+hdr \+20, 8 B/);
  await slider.fill('0');
  await expect.poll(() => text('.scrub-text')).toBe('before the first write');
  expect(await byte(1)).toBe('00');
});

test('names the line, the access and the value that wrote the pinned bytes last', async () => {
  await expect.poll(() => text('.writer')).toMatch(/▼\s*#[\d,]+\s+header\.c:40\s+hdr\.magic · .+ms\s+00 05 0a 0f/);
  await page.click('[data-moment="before"]');
  await expect.poll(() => text('.writers')).toBe('not written yet in this call');
});

test('reads the pinned bytes as a type of one\'s choice', async () => {
  expect(await text('.typed-value')).toBe(String(0x0f0a0500));
  await page.check('.typed input');
  expect(await text('.typed-value')).toBe(String(0x00050a0f));
  await page.selectOption('.typed select', 'i8');
  expect(await text('.typed-value')).toBe('0, 5, 10, 15');
});

test('copies the pinned bytes as hex, C, JS and JSON', async () => {
  const wanted = { 'Copy hex': '00 05 0a 0f', C: 'unsigned char hdr[4]', JS: 'const hdr = Uint8Array.of(', JSON: '"bytes":[0,5,10,15]' };
  for (const [button, part] of Object.entries(wanted)) {
    await page.locator('.copies button', { hasText: new RegExp(`^${button}$`) }).click();
    await expect.poll(copied).toContain(part);
  }
});
