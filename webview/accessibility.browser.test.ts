/** The axe rules over every view in every theme: no serious and no critical violation. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleTrace } from '../trace/testing/sample';
import { launch } from './canvas/testing/page';
import { openReport, openWebview } from './testing/pages';

const script = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let browser: Browser;
beforeAll(async () => { browser = await launch(); });
afterAll(() => browser?.close());

/** "rule: what it says (where)" of each serious or critical violation. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(script);
  const results = await page.evaluate(() => (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run());
  expect(results.passes.length).toBeGreaterThan(10);
  return results.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help} (${nodes.slice(0, 4).map(node => `${node.target.join(' ')} ${node.html.slice(0, 120)}`).join('; ')})`);
}

const THEMES = [{ colorScheme: 'light' }, { colorScheme: 'dark' }, { colorScheme: 'dark', contrast: 'more' }, { colorScheme: 'light', contrast: 'more' }] as const;

test.each(THEMES)('the editor with calls, maps, bytes, findings and bookmarks: %o', async options => {
  const opened = await openReport(browser, sampleTrace(), options);
  const { page } = opened;
  await page.waitForSelector('.finding-row');
  await page.click('[data-call="11"]');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('b');
  await page.waitForSelector('.chain-row .tag');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('l');
  await page.waitForSelector('.source-row.hot');
  await page.keyboard.press('?');
  await page.click('.finding-row');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('l');
  await page.focus('.timeline [tabindex="0"]');
  await page.keyboard.press('m');
  await page.waitForSelector('.twin-row [role=gridcell]');
  await page.click('[aria-label="Order and columns of the calls"]');
  expect(await violations(page)).toEqual([]);
  await opened.close();
});

test('the panel, the empty view, the comparison and a narrow page', async () => {
  for (const init of [{ mode: 'panel' as const }, { file: null }]) {
    const view = await openWebview(browser, sampleTrace(), init);
    await view.page.waitForSelector('.panel canvas, .empty');
    expect(await violations(view.page)).toEqual([]);
    await view.close();
  }
  const compared = await openWebview(browser, sampleTrace(), {}, sampleTrace());
  await compared.page.waitForSelector('.pair[role=option]');
  await compared.page.click('.pair[role=option] >> nth=1');
  expect(await violations(compared.page)).toEqual([]);
  await compared.close();
  const narrow = await openReport(browser, sampleTrace(), { viewport: { width: 480, height: 800 } });
  await narrow.page.waitForSelector('.call-menu-opener');
  expect(await violations(narrow.page)).toEqual([]);
  await narrow.close();
});
