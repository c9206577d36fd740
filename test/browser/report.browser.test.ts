/** The HTML report of a recording, in a real browser: one file, nothing from elsewhere, and the views drawn. */
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordNode, temporaryFolder } from '../lib/record';
import { ffiscope, inRoot } from '../lib/run';
import { findChromium } from '../../scripts/lib/system.mjs';

let browser: Browser;

beforeAll(async () => {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('no Chromium found; install it (Debian: apt-get install chromium) or set CHROMIUM to its path');
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
});

afterAll(() => browser?.close());

/** Records an example and opens its report; collects what goes wrong on the page and what it asks of others. */
async function openReport(program: string): Promise<{ page: Page; errors: string[]; requests: string[] }> {
  const { file } = await recordNode([inRoot(program)], 'fast');
  const report = join(temporaryFolder(), 'report.html');
  expect(await ffiscope(['report', file, '-o', report])).toMatchObject({ status: 0, stdout: '', stderr: expect.stringMatching(/^ffiscope: .*report\.html .*\n$/) });
  const page = await browser.newPage({ viewport: { width: 1300, height: 840 } });
  const errors: string[] = [];
  const requests: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => { if (message.type() === 'error') errors.push(message.text()); });
  page.on('request', (request) => { if (!/^(data|blob):/.test(request.url())) requests.push(request.url()); });
  await page.goto(pathToFileURL(report).href);
  return { page, errors, requests: requests.filter((url) => url !== pathToFileURL(report).href) };
}

/** Canvases of the page that show more than one colour. */
function paintedCanvases(page: Page): Promise<number> {
  return page.evaluate(() => [...document.querySelectorAll('canvas')].filter((canvas) => {
    const { width, height } = canvas;
    const pixels = width * height > 0 ? canvas.getContext('2d')?.getImageData(0, 0, width, height).data : undefined;
    return pixels && new Set(new Uint32Array(pixels.buffer)).size > 3;
  }).length);
}

test('shows the calls, the page map and the timeline of a recording, from one file', async () => {
  const { page, errors, requests } = await openReport('examples/zlib/main.js');
  await page.getByText('compress2').first().waitFor({ timeout: 10_000 });
  await page.locator('.call-name b:text-is("uncompress")').click();
  await expect.poll(() => paintedCanvases(page), { timeout: 10_000 }).toBeGreaterThanOrEqual(2);
  expect({ errors, requests }).toEqual({ errors: [], requests: [] });
  await page.close();
});

test('shows the finding of a program that crashed', async () => {
  const { page, errors } = await openReport('examples/mistakes/crash.js');
  await page.getByText('count_words').first().waitFor({ timeout: 10_000 });
  await expect.poll(() => page.getByText(/0x8\b/).count(), { timeout: 10_000 }).toBeGreaterThan(0);
  expect(errors).toEqual([]);
  await page.close();
});

test('asks for a recording that lies beside it, and reads the file that is chosen or dropped', async () => {
  const { file } = await recordNode([inRoot('examples/zlib/main.js')], 'fast');
  const report = join(temporaryFolder(), 'beside.html');
  expect(await ffiscope(['report', file, '--beside', '-o', report])).toMatchObject({ status: 0, stderr: expect.stringMatching(/ and drop \S+\.ffitrace on it\n$/) });
  expect(readFileSync(report, 'utf8')).not.toContain(readFileSync(file).subarray(0, 300).toString('base64'));
  const page = await browser.newPage({ viewport: { width: 1300, height: 840 } });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(pathToFileURL(report).href);
  await page.getByText('lies beside this page').waitFor({ timeout: 10_000 });
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose the recording' }).click();
  await (await chooser).setFiles(file);
  await page.locator('.call-name b:text-is("uncompress")').waitFor({ timeout: 10_000 });
  await expect.poll(() => paintedCanvases(page), { timeout: 10_000 }).toBeGreaterThanOrEqual(2);

  // Another one takes its place; what is no recording is named.
  const drop = (name: string, base64: string): Promise<void> => page.evaluate(({ name, base64 }) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([Uint8Array.from(atob(base64), letter => letter.charCodeAt(0))], name));
    document.body.dispatchEvent(new DragEvent('dragover', { dataTransfer, bubbles: true, cancelable: true }));
    if (!document.body.classList.contains('drop-here')) throw new Error('the page does not show that it takes the file');
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  }, { name, base64 });
  await drop('notes.txt', Buffer.from('no recording '.repeat(20)).toString('base64'));
  await page.getByText('notes.txt is not an ffiscope trace').first().waitFor({ timeout: 10_000 });
  const other = await recordNode([inRoot('examples/mistakes/crash.js')], 'fast');
  await drop('other.ffitrace', readFileSync(other.file).toString('base64'));
  await page.getByText('count_words').first().waitFor({ timeout: 10_000 });
  expect(await page.title()).toBe('other.ffitrace - FFIScope');
  expect(errors).toEqual([]);
  await page.close();
});

test('names no address on the network', async () => {
  const { file } = await recordNode([inRoot('examples/image/main.js')], 'fast');
  const report = join(temporaryFolder(), 'report.html');
  await ffiscope(['report', file, '-o', report]);
  const html = readFileSync(report, 'utf8');
  expect([...html.matchAll(/(?:src|href)\s*=\s*["']?(https?:[^"'\s>]*)/g)].map(([, url]) => url)).toEqual([]);
});
