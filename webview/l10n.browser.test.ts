/** Every text of the views can be translated: with a made-up language nothing is left in English but what comes from the recording. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleTrace } from '../trace/testing/sample';
import { launch } from './canvas/testing/page';
import { openReport } from './testing/pages';

const english = JSON.parse(readFileSync(new URL('../l10n/bundle.l10n.json', import.meta.url), 'utf8')) as Record<string, string>;
const invented = Object.fromEntries(Object.keys(english).map(text => [text, `⟦${text.replace(/[a-z](?![^{]*\})/g, 'x')}⟧`]));
let browser: Browser;
beforeAll(async () => { browser = await launch(); });
afterAll(() => browser?.close());

/** Texts, names for screen readers, tooltips and hints of the page that have English words in them. */
function untranslated(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found = new Set<string>();
    const walker = document.createTreeWalker(document.getElementById('root')!, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) found.add(walker.currentNode.textContent ?? '');
    for (const element of document.querySelectorAll('#root *')) {
      for (const name of ['aria-label', 'title', 'placeholder', 'aria-valuetext']) found.add(element.getAttribute(name) ?? '');
    }
    // What the library, the recording, units and languages call things is not for translators.
    const stripped = (text: string): string => { const next = text.replace(/⟦[^⟦⟧]*⟧/g, ''); return next === text ? text : stripped(next); };
    return [...found].map(stripped).filter(text => /[a-z]{3,}/.test(text));
  });
}

/** Findings are worded by the checks, in English, as they are on the command line. */
const FINDINGS = /^(out-of-bounds-write|never-written|untraced|exit-override|layout-mismatch)$|The program registered exit code|Not traced:/;

/** Words of the sample recording, of types and of formats. */
const DATA = /(app|store|header|deflate|sqlite3|trees|value)\w*\.(js|c)|node|libwire|libsqlite3|libz|engine fast|uint\d+|u?int\b|ulong|void|char|Header|z_stream|\b(strm|src|dst|window|sql|hdr|buf|pcache|value|word|len|level|flush|stmt|cb|magic|version|flags|length|count|crc|stamp|next_in|avail_in)\b|kind:write size|deflate|parse_header|sum_u32|utf8_len|sqlite3\w*|fill_u32|size_t|Uint8Array|\/home\/dev|linux 6|\bpointer\b|^main$|^(in)?out$|UTF-|^hex$|`/;

test('in another language', async () => {
  const opened = await openReport(browser, sampleTrace(), {}, invented);
  const { page } = opened;
  await page.waitForSelector('.finding-row');
  const left = new Set<string>();
  const look = async (): Promise<void> => { for (const text of await untranslated(page)) if (!DATA.test(text) && !FINDINGS.test(text)) left.add(text); };
  await look();
  await page.click('[data-call="11"]');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('b');
  await page.waitForSelector('.chain-row .tag');
  await look();
  await page.keyboard.press('?');
  await look();
  await page.keyboard.press('l');
  await page.waitForSelector('.source-row.hot');
  await look();
  await page.click('.menu-holder button');
  await look();
  expect([...left]).toEqual([]);
  expect(await page.locator('.status').innerText()).toContain('⟦✓ xxxxxxxxx xxxxxxxx⟧');
  await opened.close();
});
