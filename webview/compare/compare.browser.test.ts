import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch } from '../canvas/testing/page';
import { TraceBuilder } from '../../trace/testing/builder';
import { openWebview } from '../testing/pages';

let browser: Browser;
beforeAll(async () => { browser = await launch(); });
afterAll(() => browser?.close());

/** A program before and after a fix: the second parse reads one byte less, and `count` comes out otherwise. */
function recording(fixed: boolean): Uint8Array {
  const trace = new TraceBuilder({ program: 'node', args: ['app.js'] });
  const type = { name: 'Header', size: 8, fields: [['magic', 'uint32', 4], ['count', 'uint32', 4]] as const };
  for (const [name, last] of [['open', 2], ['parse', fixed ? 3 : 4], ['close', 1]] as const) {
    const { regions } = trace.begin({
      fn: { name, library: 'liba.so', params: [['hdr', 'Header *', 'out']] }, line: 7, args: ['{}'], regions: [{ label: 'arg 0 hdr', size: 8, arg: 0, flags: 2, type, bytes: new Uint8Array(8) }],
    });
    for (let offset = 0; offset < last; offset++) trace.access({ region: regions[0] ?? 0, offset, size: 1, write: true, line: 40 + offset, fn: 'parse', file: 'parse.c' });
    trace.end('0', new Map([[regions[0] ?? 0, Uint8Array.of(1, 1, 1, 1, name === 'parse' && fixed ? 9 : 3, 0, 0, 0)]]));
  }
  return trace.finish();
}

test('two recordings side by side: calls in pairs, and what differs in bytes and accesses', async () => {
  const view = await openWebview(browser, recording(false), {}, recording(true));
  const { page } = view;
  await page.waitForSelector('.pair[role=option]');
  expect(await page.locator('.bar-counts').innerText()).toBe('3 calls: 2 the same · 1 differ');
  expect(await page.locator('.pair.selected .what').innerText()).toBe('hdr: 1 B, accesses');
  await expect.poll(() => page.locator('.changes tbody').innerText()).toMatch(/hdr\.count\s*\+4, 1 B\s*03 = 3\s*09 = 9/);
  await expect.poll(() => page.locator('.access-line.a').innerText()).toMatch(/−\s*▼ W\s*#6\s*hdr \+3, 1 B\s*parse\.c:43\s*only in A/);
  await page.click('text=Only differences');
  expect(await page.locator('.pair[role=option]').count()).toBe(1);
  await page.click('text=Show in B');
  await page.click('text=Swap A and B');
  expect((await view.sent()).filter(({ type }) => type === 'showIn' || type === 'swap')).toEqual([{ type: 'showIn', which: 1, selection: { call: 2 } }, { type: 'swap' }]);
  expect(view.errors).toEqual([]);
  await view.close();
});

test('a file that is no recording is named', async () => {
  const view = await openWebview(browser, recording(false), {}, new Uint8Array(40));
  await expect.poll(() => view.page.locator('.failure').innerText().catch(() => '')).toContain('fixed.ffitrace');
  await view.close();
});
