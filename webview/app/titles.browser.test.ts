import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch } from '../canvas/testing/page';
import { openReport } from '../testing/pages';

let browser: Browser;
beforeAll(async () => { browser = await launch(); });
afterAll(() => browser?.close());

test.each([640, 900, 960, 1030, 1100, 1300, 1600])('what title rows hold is whole, at %d pixels', async width => {
  const { page, close } = await openReport(browser, undefined, { viewport: { width, height: 800 } });
  await page.waitForSelector('.finding-row');
  for (const lower of ['timeline', 'source']) {
    await page.click(`[data-lower="${lower}"]`);
    const cut = await page.evaluate(() => [...document.querySelectorAll<HTMLElement>('.centre button, .centre select')].filter(one => one.offsetParent !== null).flatMap(one => {
      const box = one.getBoundingClientRect();
      const room = one.closest('.centre')?.getBoundingClientRect();
      const overlapped = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      const whole = room && box.left >= room.left && box.right <= room.right - 4 && overlapped && (overlapped === one || one.contains(overlapped));
      return whole ? [] : [`${one.textContent} at ${box.left} to ${box.right} of ${room?.left} to ${room?.right}`];
    }));
    expect(cut).toEqual([]);
  }
  await close();
});
