import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { sampleTrace } from '../trace/testing/sample';
import { launch } from './canvas/testing/page';
import type { SavedState, SharedSelection, ViewMessage } from './protocol';
import { openWebview, type HostedPage } from './testing/pages';

let browser: Browser;
let view: HostedPage;
const bytes = sampleTrace();

beforeAll(async () => { browser = await launch(); });
afterAll(() => browser?.close());
afterEach(async () => {
  expect(view.errors).toEqual([]);
  await view.close();
});

const text = (selector: string): Promise<string> => view.page.locator(selector).first().innerText({ timeout: 2000 }).catch(() => '');
const last = async <T extends ViewMessage['type']>(type: T): Promise<Extract<ViewMessage, { type: T }> | undefined> =>
  (await view.sent()).filter((message): message is Extract<ViewMessage, { type: T }> => message.type === type).at(-1);
const nothing: SharedSelection = { call: null, access: null, pin: null, finding: null };

test('shakes hands, reads the file in pages, and tells what is selected', async () => {
  view = await openWebview(browser, bytes);
  await view.page.waitForSelector('.finding-row');
  expect((await view.sent())[0]).toEqual({ type: 'ready' });
  await view.page.click('[data-call="11"]');
  await view.page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await last('selection'))?.selection).toMatchObject({ call: 11, pin: { offset: expect.any(Number) } });
});

test('follows the selection of another view without answering it', async () => {
  view = await openWebview(browser, bytes);
  await view.page.waitForSelector('.finding-row');
  await view.page.waitForTimeout(100);
  await view.send({ type: 'selection', selection: { ...nothing, call: 2, access: 40 } });
  await expect.poll(() => text('.details .card h3 .number')).toBe('#41');
  expect(await last('selection')).toBeUndefined();
  await view.send({ type: 'selection', selection: { ...nothing, call: 4711, access: 10 ** 9 } });
  await expect.poll(() => text('.crumb')).toBe('all calls');
});

test('opens sources beside, and copies', async () => {
  view = await openWebview(browser, bytes);
  await view.page.waitForSelector('.finding-row');
  await view.page.click('[data-call="11"] .source');
  await expect.poll(() => last('openSource')).toMatchObject({ line: 22, beside: true });
  await view.page.click('[data-call="11"]');
  await view.page.keyboard.press('ArrowRight');
  await view.page.keyboard.press('ArrowRight');
  await view.page.click('text=Copy hex');
  await expect.poll(async () => (await last('copy'))?.text).toBe('00 05 0a 0f');
});

test('saves its state and comes back with it', async () => {
  view = await openWebview(browser, bytes);
  await view.page.waitForSelector('.finding-row');
  await view.page.waitForTimeout(100);
  await view.page.click('[data-call="2"]');
  await view.page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await last('state'))?.state.selection.access).not.toBe(undefined);
  const state = (await last('state'))?.state as SavedState;
  await view.close();
  view = await openWebview(browser, bytes, { state });
  await expect.poll(() => text('.details .card h3 .number')).toBe(`#${(state.selection.access ?? 0) + 1}`);
});

test('bookmarks have notes, go to the host, and come back with it', async () => {
  view = await openWebview(browser, bytes);
  await view.page.waitForSelector('.finding-row');
  await view.page.waitForTimeout(100);
  await view.page.click('[data-call="2"]');
  await view.page.keyboard.press('ArrowRight');
  await view.page.keyboard.press('b');
  await view.page.fill('.note-input', 'first read');
  await view.page.keyboard.press('Enter');
  await expect.poll(async () => (await last('bookmarks'))?.bookmarks).toEqual([{ ordinal: expect.any(Number), note: 'first read' }]);
  const bookmarks = (await last('bookmarks'))?.bookmarks ?? null;
  await view.close();
  view = await openWebview(browser, bytes, { bookmarks });
  await expect.poll(() => text('.bookmarks .finding-row b')).toBe('first read');
  await view.page.keyboard.press('n');
  await expect.poll(() => text('.details .card h3 .number')).toBe(`#${(bookmarks?.[0]?.ordinal ?? 0) + 1}`);
  expect(await text('.details .actions')).toContain('★ Bookmarked');
  await view.send({ type: 'bookmarks', bookmarks: [] });
  await expect.poll(() => view.page.locator('.bookmarks-section').isVisible()).toBe(false);
});

test('reveals what the host asks for, and Esc goes back', async () => {
  view = await openWebview(browser, bytes);
  await view.page.waitForSelector('.finding-row');
  await view.send({ type: 'reveal', selection: { call: 5 } });
  await expect.poll(() => text('.crumb')).toBe('#5 sqlite3_step');
  await view.page.keyboard.press('Escape');
  await expect.poll(() => text('.crumb')).toBe('all calls');
});

test('reveals what was asked for while the recording was still being opened', async () => {
  view = await openWebview(browser, bytes);
  await view.send({ type: 'reload', file: { name: 'app.ffitrace', key: 'memory:app', size: bytes.length, generation: 2 }, bookmarks: [] });
  await view.send({ type: 'reveal', selection: { call: 5 } });
  await expect.poll(() => text('.crumb')).toBe('#5 sqlite3_step');
});

test('shows the text of a source file that the host has, at the line of the selected access', async () => {
  view = await openWebview(browser, bytes);
  await view.page.waitForSelector('.finding-row');
  await view.page.click('[data-call="11"]');
  await view.page.keyboard.press('ArrowRight');
  await view.page.keyboard.press('ArrowRight');
  await view.page.keyboard.press('l');
  const number = await view.page.locator('.source-row.selected .number').innerText();
  await expect.poll(() => text('.source-row.selected .source-code')).toBe(`text of line ${number}`);
  await view.page.click('.source-bar >> text=open');
  await expect.poll(() => last('openSource')).toMatchObject({ line: Number(number), beside: true });
});

test('opens the file again when it changed', async () => {
  view = await openWebview(browser, bytes);
  await view.page.waitForSelector('.finding-row');
  await view.send({ type: 'reload', file: { name: 'again.ffitrace', key: 'memory:app', size: bytes.length, generation: 2 }, bookmarks: [] });
  await view.page.waitForSelector('.finding-row');
  expect(await text('.bar-program')).toBe('node app.js');
});

test('the panel shows the timeline, a summary, and the follow switch', async () => {
  view = await openWebview(browser, bytes, { mode: 'panel' });
  await view.page.waitForSelector('.panel .timeline canvas');
  expect(await view.page.locator('.page-map').count()).toBe(0);
  await view.page.click('text=Follow editor');
  await expect.poll(() => last('follow')).toEqual({ type: 'follow', on: false });
  await view.page.click('text=Open in editor');
  await expect.poll(() => last('command')).toEqual({ type: 'command', command: 'openInEditor' });
});

test('without a recording it says how to make one', async () => {
  view = await openWebview(browser, bytes, { file: null });
  await view.page.click('text=Record app.js');
  await expect.poll(() => last('command')).toEqual({ type: 'command', command: 'recordActiveFile' });
  expect(await text('.terminal')).toContain('npx ffiscope record -- node app.js');
});

test('a file that is no recording is named, with a way out', async () => {
  view = await openWebview(browser, new Uint8Array(100));
  await expect.poll(() => text('.failure')).toMatch(/app\.ffitrace .+/);
  await view.page.click('text=Open another…');
  await expect.poll(() => last('command')).toEqual({ type: 'command', command: 'openTrace' });
  expect((await last('failed'))?.message).toMatch(/^app\.ffitrace /);
});

test('opening can be cancelled while reads wait', async () => {
  view = await openWebview(browser, bytes, { file: { name: 'slow.ffitrace', key: 'memory:slow', size: bytes.length, generation: 1 } });
  await view.page.waitForSelector('.finding-row');
  // A second recording, whose reads are never answered.
  await view.page.evaluate(() => { (window as unknown as { toHost: unknown }).toHost = () => undefined; });
  const file = { name: 'slow.ffitrace', key: 'memory:slow', size: bytes.length, generation: 2 };
  await view.send({ type: 'init', mode: 'editor', file, state: null, selection: null, bookmarks: null, follow: true, empty: { program: 'slow.js', checks: [] } });
  await view.page.click('text=Cancel');
  expect(await text('.failure')).toContain('slow.ffitrace was not opened');
});
