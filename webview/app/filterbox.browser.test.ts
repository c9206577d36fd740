import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launch } from '../canvas/testing/page';
import { openReport, openWebview, type OpenPage } from '../testing/pages';
import { sampleTrace } from '../../trace/testing/sample';

let browser: Browser;
let opened: OpenPage;
let page: Page;

beforeAll(async () => { browser = await launch(); });
afterAll(() => browser?.close());
beforeEach(async () => {
  opened = await openReport(browser);
  page = opened.page;
  await page.waitForSelector('.finding-row');
});
afterEach(async () => {
  expect(opened.errors).toEqual([]);
  await opened.close();
});

const input = () => page.locator('.filter-input');
const value = (): Promise<string> => input().inputValue();
const options = (): Promise<string[]> => page.locator('.completion-text').allInnerTexts();
/** The option that a screen reader is told about, by the attribute that tells it. */
const active = (): Promise<string | null> => page.evaluate(() => {
  const id = document.querySelector('.filter-input')?.getAttribute('aria-activedescendant');
  return id ? document.getElementById(id)?.querySelector('.completion-text')?.textContent ?? 'no such option' : null;
});
const expanded = (): Promise<string | null> => input().getAttribute('aria-expanded');

test('offers terms, then the values that the recording has, and takes them by key', async () => {
  await page.keyboard.press('/');
  await expect.poll(options).toContain('kind:write');
  expect(await expanded()).toBe('true');
  await page.keyboard.type('ki');
  await expect.poll(options).toEqual(['kind:write']);
  expect(await active()).toBe(null);
  await page.keyboard.press('ArrowDown');
  expect(await active()).toBe('kind:write');
  await page.keyboard.press('Enter');
  // The example's value is selected: its other values are offered, and typing replaces it.
  await expect.poll(options).toEqual(['kind:write', 'kind:read']);
  await page.keyboard.press('ArrowUp');
  expect(await active()).toBe('kind:read');
  await page.keyboard.press('Tab');
  expect(await value()).toBe('kind:read');
  expect(await expanded()).toBe('false');
  await expect.poll(() => page.locator('.filter-note').innerText()).toMatch(/^[\d,]+ of [\d,]+$/);
});

test('takes an option by pointer, in the middle of a filter, and keeps the focus', async () => {
  await input().fill('in:d size>=8');
  await input().press('Home');
  for (let i = 0; i < 4; i++) await input().press('ArrowRight');
  await input().press('Control+ ');
  await expect.poll(options).toContain('in:dst');
  await page.locator('.completion', { hasText: 'in:dst' }).first().click();
  expect(await value()).toBe('in:dst size>=8');
  expect(await page.evaluate(() => document.activeElement?.className)).toBe('filter-input');
});

test('Esc closes the list, then empties the box, then leaves it', async () => {
  await page.keyboard.press('/');
  await page.keyboard.type('kind:w');
  await expect.poll(options).not.toEqual([]);
  await page.keyboard.press('Escape');
  expect([await expanded(), await value()]).toEqual(['false', 'kind:w']);
  await page.keyboard.press('Escape');
  expect(await value()).toBe('');
  await page.keyboard.press('Escape');
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true);
});

test('a wrong term is underlined and explained below the box; while one is being typed the list helps instead', async () => {
  await page.keyboard.press('/');
  await page.keyboard.type('kin');
  await expect.poll(options).toEqual(['kind:write']);
  // The filter has been compiled by then, and found wrong.
  await page.waitForTimeout(300);
  expect(await page.locator('.filter-error').isVisible()).toBe(false);
  await page.keyboard.type('d:blue in:dst');
  await expect.poll(() => page.locator('.filter-error').innerText()).toBe('"kind:blue" can\'t be understood; an example: kind:write');
  await expect.poll(async () => (await page.locator('.token-wrong').allInnerTexts()).join('')).toBe('kind:blue');
  expect(await input().getAttribute('aria-invalid')).toBe('true');
});

test('the panel has the same list, and it fits into its height', async () => {
  const panel = await openWebview(browser, sampleTrace(), { mode: 'panel' });
  await panel.page.setViewportSize({ width: 900, height: 220 });
  await panel.page.waitForSelector('.panel .timeline canvas');
  await panel.page.click('.filter-input');
  await panel.page.waitForSelector('.completion');
  const box = await panel.page.locator('.filter-below').boundingBox();
  expect(box && box.y + box.height).toBeLessThanOrEqual(220);
  expect(panel.errors).toEqual([]);
  await panel.close();
});
