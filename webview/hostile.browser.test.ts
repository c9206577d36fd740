/** Names in a recording are chosen by whoever made it. In the views they are text: nothing is loaded, run or offered as a link. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hostileTrace } from '../test/fuzz/corpus';
import { launch } from './canvas/testing/page';
import { openReport, openWebview } from './testing/pages';

let browser: Browser;
beforeAll(async () => { browser = await launch(); });
afterAll(() => browser?.close());

/** What harm would leave behind: elements and attributes that only a name could have made. */
function harm(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    for (const element of document.querySelectorAll('*')) {
      if (['IMG', 'IFRAME', 'OBJECT', 'EMBED', 'FORM', 'BASE', 'META'].includes(element.tagName) && !element.closest('head')) found.push(element.outerHTML.slice(0, 80));
      for (const { name, value } of element.attributes) {
        if (name.startsWith('on') || (['href', 'src', 'action', 'xlink:href', 'srcdoc'].includes(name) && /^\s*(javascript|command|data|file|vbscript):/i.test(value))) found.push(`${element.tagName} ${name}=${value.slice(0, 60)}`);
      }
    }
    return found;
  });
}

async function lookEverywhere(page: Page): Promise<void> {
  await page.waitForSelector('.call-name');
  const calls = await page.locator('[data-call]').count();
  for (let at = 0; at < Math.min(calls, 6); at++) {
    await page.locator('[data-call]').nth(at).click();
    await page.keyboard.press('ArrowRight');
    await page.waitForTimeout(60);
  }
  await page.keyboard.press('m');
  await page.waitForTimeout(100);
}

test('in the editor', async () => {
  const view = await openWebview(browser, hostileTrace());
  let dialogs = 0;
  view.page.on('dialog', dialog => { dialogs++; void dialog.dismiss(); });
  await lookEverywhere(view.page);
  expect(await harm(view.page)).toEqual([]);
  expect(await view.page.locator('body').innerText()).toContain('<img src=x onerror=alert(1)>');
  const sent = await view.sent();
  expect(sent.filter(message => message.type === 'command' || message.type === 'openSource')).toEqual([]);
  expect({ dialogs, errors: view.errors }).toEqual({ dialogs: 0, errors: [] });
  await view.close();
});

test('in the report', async () => {
  const report = await openReport(browser, hostileTrace());
  await lookEverywhere(report.page);
  expect(await harm(report.page)).toEqual([]);
  expect(report.errors).toEqual([]);
  await report.close();
});

test('what another window sends is dropped unless it is a message', async () => {
  const view = await openWebview(browser, hostileTrace());
  await view.page.waitForSelector('.call-name');
  for (const data of [null, 'text', { type: 'init' }, { type: 'reload', file: 'x' }, { type: 'reveal', selection: { call: '<img>' } }, { type: 'bytes', id: 1, generation: 1, buffer: {} }]) await view.send(data as never);
  await view.page.waitForTimeout(100);
  expect(await view.page.locator('.call-name').count()).toBeGreaterThan(0);
  expect(view.errors).toEqual([]);
  await view.close();
});
