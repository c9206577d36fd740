// Ways from a trace to source lines, and from Problems to both.
import assert from 'node:assert';
import { readFileSync, renameSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ask, command, notification, openFile, sleep, until, webview } from '../workbench.mjs';

const lineOf = (workspace, file, text) => readFileSync(join(workspace, file), 'utf8').split('\n').findIndex(line => line.includes(text)) + 1;

/** Texts behind the lines of the editors, as the style sheet puts them there. */
const behindLines = page => page.evaluate(() => [...document.querySelectorAll('.view-line span')].map(span => getComputedStyle(span, '::after').content).filter(text => /[▁-█▲▼]/.test(text)).join(' '));

/** Waits until an editor tab is active and its cursor is on a line. */
async function at(page, file, line) {
  await until(`${file}:${line}`, async () => {
    // A tab's label consists of pieces, which read as lines.
    const tab = await page.locator('.editor-group-container.active .tab.active').innerText().catch(() => '');
    const position = (await page.locator('.statusbar-item').allInnerTexts()).join('\n');
    return tab.replaceAll(/\s/g, '').includes(file) && new RegExp(`Ln ${line}\\b`).test(position);
  }, 15_000).catch(async error => {
    const tab = await page.locator('.tab.active').allInnerTexts();
    throw new Error(`${error.message}; there is ${tab} ${(await page.locator('.statusbar-item').allInnerTexts()).filter(text => text.startsWith('Ln'))}`);
  });
}

async function openTraceOf(page, program) {
  await ask(page, 'FFIScope: Open Trace...', program);
  return webview(page, '.call-name');
}

export async function bothSourceLinesOpen({ page, workspace, shot }) {
  // The calls of an older trace must not be taken for those of the new one.
  await command(page, 'View: Close All Editors');
  await openFile(page, 'app.js');
  await command(page, 'FFIScope: Record Active File');
  const view = await webview(page, '.call-name b:text-is("sum_bytes")');
  await view.locator('.call-name b:text-is("sum_bytes")').click();
  const site = `app.js:${lineOf(workspace, 'app.js', 'sumBytes(bytes')}`;
  await view.locator('.detail-top a.source', { hasText: site }).first().click();
  await at(page, 'app.js', lineOf(workspace, 'app.js', 'sumBytes(bytes'));
  await until('heat behind the call', async () => /▲ 300/.test(await behindLines(page))).catch(async error => { throw new Error(`${error.message}; there is ${await behindLines(page)}`); });
  await shot('source-javascript');
  // The line was opened beside the trace, which has room for its list again once that is closed.
  await command(page, 'View: Close Editor');
  await view.locator('.call-name b:text-is("sum_bytes")').click();
  await page.keyboard.press('ArrowRight');
  const native = `sample.c:${lineOf(workspace, 'sample.c', 'sum += src[i]')}`;
  await view.locator('.detail-top a.source', { hasText: native }).first().click();
  await at(page, 'sample.c', lineOf(workspace, 'sample.c', 'sum += src[i]'));
  await until('heat behind native lines', async () => /▲ 300/.test(await behindLines(page)) && /▼ 256/.test(await behindLines(page))).catch(async error => { throw new Error(`${error.message}; there is ${await behindLines(page)}`); });
  await shot('source-native');
  await command(page, 'FFIScope: Toggle Line Heat');
  await until('no heat once it is off', async () => await behindLines(page) === '');
  await command(page, 'FFIScope: Toggle Line Heat');
}

export async function problemsLeadToTheLine({ page, workspace, shot }) {
  await command(page, 'View: Close All Editors');
  await openFile(page, 'override.js');
  await command(page, 'FFIScope: Record Active File');
  await webview(page, '.call-name b:text-is("sum_bytes")');
  await command(page, 'Problems: Focus on Problems View');
  const row = page.locator('.markers-panel .monaco-list-row', { hasText: 'registered exit code 3' });
  await row.waitFor({ timeout: 15_000 });
  assert.match(await row.innerText(), /it ended with 1 itself/);
  await shot('problems-exit-override');
  await row.dblclick();
  await at(page, 'override.js', lineOf(workspace, 'override.js', 'registerRetcode(3)'));
}

export async function crashLeadsToBothLines({ page, workspace, shot }) {
  await command(page, 'View: Close All Editors');
  await openFile(page, 'crash.js');
  await command(page, 'FFIScope: Record Active File');
  await notification(page, 'crash was ended by SIGSEGV');
  await command(page, 'Problems: Focus on Problems View');
  const row = page.locator('.markers-panel .monaco-list-row', { hasText: 'SIGSEGV ended `store_at`' });
  await row.waitFor({ timeout: 15_000 });
  await shot('problems-crash');
  const related = page.locator('.markers-panel .monaco-list-row', { hasText: 'in store_at' });
  if (await related.count() === 0) await row.locator('.codicon-chevron-right, .monaco-tl-twistie').first().click();
  await related.dblclick();
  await at(page, 'sample.c', lineOf(workspace, 'sample.c', '*where = value'));
  await row.dblclick();
  await at(page, 'crash.js', lineOf(workspace, 'crash.js', 'storeAt(null'));
  await command(page, 'Notifications: Clear All Notifications');
}

export async function missingSourcesCanBeLocated({ page, workspace, shot }) {
  await command(page, 'View: Close All Editors');
  const moved = join(workspace, 'moved');
  mkdirSync(moved, { recursive: true });
  renameSync(join(workspace, 'sample.c'), join(moved, 'sample.c'));
  try {
    const view = await openTraceOf(page, 'app-');
    await view.locator('.call-name b:text-is("sum_bytes")').click();
    await page.keyboard.press('ArrowRight');
    await view.locator('.detail-top a.source', { hasText: 'sample.c:' }).first().click();
    const message = await notification(page, 'is not on this computer');
    await shot('source-missing');
    await message.locator('.monaco-button', { hasText: 'Locate Folder' }).click();
    const path = page.locator('.quick-input-widget .quick-input-box input');
    const accept = page.locator('.quick-input-widget .monaco-button', { hasText: 'Look Here' });
    await accept.waitFor({ timeout: 10_000 });
    await until('the folder to be chosen', async () => {
      await path.fill(`${moved}/`);
      await sleep(1000);
      return await path.inputValue() === `${moved}/`;
    });
    await accept.click();
    await at(page, 'sample.c', lineOf(workspace, 'moved/sample.c', 'sum += src[i]'));
  } finally {
    renameSync(join(moved, 'sample.c'), join(workspace, 'sample.c'));
  }
}
