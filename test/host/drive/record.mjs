// Recording as people do it: from the palette, with a terminal, and cancelled.
import assert from 'node:assert';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { answer, command, focusTerminal, notification, offered, openFile, sleep, terminalText, until, webview } from '../workbench.mjs';

export async function recordFromPalette({ page, shot }) {
  await command(page, 'FFIScope: Record Program...');
  await page.locator('.quick-input-widget .quick-input-box input').waitFor();
  await shot('record-prompt');
  await answer(page, 'node app.js');
  const view = await webview(page, '.call-name');
  const names = await until('three calls', async () => {
    const found = await view.locator('.call-name b').allInnerTexts();
    return found.length === 3 && found;
  });
  assert.deepStrictEqual(names, ['fill_bytes', 'sum_bytes', 'read_header']);
}

export async function programOutputIsInTheTerminal({ page }) {
  await until('the output of the program', async () => (await terminalText(page)).includes('sum 1792, version 2'));
}

export async function contextOnlyCommandsAreHidden({ page }) {
  // The list is a snapshot, and the extension may only just have been found.
  const titles = await until('commands in the palette', () => offered(page, 'FFIScope').catch(() => page.keyboard.press('Escape')));
  const ours = titles.filter(title => title.startsWith('FFIScope:'));
  assert.ok(ours.includes('FFIScope: Record Program...'), titles.join());
  assert.ok(ours.includes('FFIScope: Record Again'), titles.join());
  assert.ok(!ours.includes('FFIScope: Stop Recording'), titles.join());
  assert.ok(!ours.some(title => title.includes('Keep This Trace')), titles.join());
}

export async function inputReachesTheProgram({ page }) {
  await openFile(page, 'echo.js');
  await command(page, 'FFIScope: Record Active File');
  await until('the question', async () => (await terminalText(page)).includes('name?'));
  await focusTerminal(page);
  await page.keyboard.type('world\n');
  await until('the answer', async () => (await terminalText(page)).includes('hello world, 552, tty true'));
  await until('the trace', async () => (await page.locator('.tab.active').innerText()).includes('echo-'));
}

export async function cancelKeepsWhatWasRecorded({ page, workspace, shot }) {
  await openFile(page, 'endless.js');
  await command(page, 'FFIScope: Record Active File');
  const progress = await notification(page, 'Recording endless');
  await until('counts in the notification', async () => /\d+ calls?, \d/.test(await progress.innerText()));
  await until('counts in the status bar', async () => /endless: \d+ calls/.test((await page.locator('.statusbar-item').allInnerTexts()).join('\n')));
  await shot('recording-in-progress');
  assert.ok(await page.locator('.statusbar-item', { hasText: 'endless:' }).count() > 0);
  await progress.hover();
  await progress.locator('.monaco-button', { hasText: 'Cancel' }).click();
  await until('the trace of what was recorded', async () => (await page.locator('.tab.active').innerText()).includes('endless-'));
  const view = await webview(page, '.call-name b:text-is("sum_bytes")');
  assert.ok(await view.locator('.call-name').count() > 0);
  assert.ok(existsSync(join(workspace, '.ffiscope')) && readdirSync(join(workspace, '.ffiscope')).some(name => name.startsWith('endless-')));
  await until('the end of the progress', async () => await page.locator('.notification-list-item', { hasText: 'Recording endless' }).count() === 0);
}

export async function programsWithoutCallsSaySo({ page, shot }) {
  for (const [file, text] of [['plain.js', 'plain made no FFI call through koffi'], ['fails.js', 'fails ended with exit code 1 before its first FFI call']]) {
    await openFile(page, file);
    await command(page, 'FFIScope: Record Active File');
    await notification(page, text);
    await shot(`nothing-recorded-${file.replace('.js', '')}`);
    await command(page, 'Notifications: Clear All Notifications');
    await sleep(200);
  }
}
