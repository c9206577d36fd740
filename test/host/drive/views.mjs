// Every view of a trace, clicked through and pictured in both themes.
import assert from 'node:assert';
import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { ask, command, notification, sleep, until, webview } from '../workbench.mjs';

export async function openTrace(page, name) {
  await command(page, 'View: Close All Editors');
  await ask(page, 'FFIScope: Open Trace...', name);
  return webview(page, '.app.editor .call-name');
}

/** Share of pixels of a canvas that differ from its first one: something was drawn. */
function inked(view, selector) {
  return view.locator(selector).first().evaluate(canvas => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const words = new Uint32Array(data.buffer);
    return words.filter(word => word !== words[0]).length / words.length;
  });
}

export async function clickThrough({ page, shot }, trace, theme) {
  const view = await openTrace(page, trace);
  if (await page.locator('.part.panel').isVisible()) await command(page, 'View: Toggle Panel Visibility');
  await until('the page map drawn', async () => await inked(view, '.page-map canvas') > 0.001);
  await until('the timeline drawn', async () => await inked(view, '.timeline canvas') > 0.001);
  await shot(`${theme}-overview`);
  const names = await view.locator('.call-name b').allInnerTexts();
  for (const [index, name] of names.entries()) {
    await view.locator('.call-name b').nth(index).click();
    await view.locator('.detail-top b', { hasText: name }).first().waitFor({ timeout: 10_000 });
    await shot(`${theme}-call-${index + 1}-${name}`);
  }
  await page.keyboard.press('ArrowRight');
  await view.locator('.bytes-section .byte-row').nth(1).waitFor({ timeout: 10_000 });
  await view.locator('.chain-row').first().waitFor({ timeout: 10_000 });
  await shot(`${theme}-access`);
  return view;
}

export async function findings({ page, shot }, trace, theme) {
  const view = await openTrace(page, trace);
  await view.locator('.finding-row').first().click();
  await view.locator('.finding-message').first().waitFor();
  await sleep(500);
  await shot(`${theme}-finding`);
}

export async function tableTwins({ page, shot }, trace, theme) {
  const view = await openTrace(page, trace);
  await view.locator('.call-name b').first().click();
  await page.keyboard.press('m');
  await view.locator('.twin-row').nth(1).waitFor({ timeout: 10_000 });
  await sleep(300);
  await shot(`${theme}-table`);
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await sleep(300);
  await shot(`${theme}-keys`);
  await page.keyboard.press('Escape');
}

export async function panelFollows({ page, shot }, first, second, theme) {
  await openTrace(page, first);
  await command(page, 'FFIScope: Show Timeline');
  const panel = await webview(page, '.app.panel');
  await until('the panel drawn', async () => await inked(panel, '.timeline canvas') > 0.001);
  await shot(`${theme}-panel`);
  assert.ok(await panel.locator('.follow input').isChecked());
  const view = await webview(page, '.app.editor .call-name');
  await view.locator('.call-name b').last().click();
  await page.keyboard.press('ArrowRight');
  const chosen = await until('an access in the editor', async () => await view.locator('.detail-top h3 b').first().innerText());
  await until('the same access in the panel', async () => (await panel.locator('body').innerText()).includes(chosen));
  await shot(`${theme}-panel-synced`);
  await ask(page, 'FFIScope: Open Trace...', second);
  const program = second.replace('.ffitrace', '.js');
  await until('the panel to follow', async () => (await panel.locator('body').innerText()).includes(program));
}

export async function sourceAndColours({ page, shot }, trace, theme) {
  const view = await openTrace(page, trace);
  await view.locator('.call-name b').first().click();
  await view.locator('[aria-label="What the colours of the page map mean"]').selectOption('writer');
  await view.locator('.map-key .lettered').first().waitFor({ timeout: 10_000 });
  await page.keyboard.press('l');
  // The text comes from the file on disk, through the extension.
  await view.locator('.source-row.hot .source-code', { hasText: '=' }).first().waitFor({ timeout: 10_000 });
  await sleep(300);
  await shot(`${theme}-source`);
  await page.keyboard.press('l');
  await view.locator('[aria-label="What the colours of the page map mean"]').selectOption('kind');
}

export async function comparison({ page, shot }, first, second, theme) {
  await openTrace(page, first);
  await ask(page, 'FFIScope: Compare Recordings...', second);
  const view = await webview(page, '.app.compare .pair[role=option]');
  const verdicts = await view.locator('.pair[role=option] .verdict').allInnerTexts();
  assert.ok(verdicts.includes('−') && verdicts.includes('≠'), verdicts.join());
  await view.locator('.pair[role=option]').first().click();
  await sleep(500);
  await shot(`${theme}-compare`);
  await view.locator('.compared button', { hasText: 'Show in' }).first().click();
  await webview(page, '.app.editor .call.selected');
  await command(page, 'View: Close All Editors');
}

/** What is bookmarked and written down is in a file beside the trace, and there again when it is opened the next time. */
export async function bookmarksAreKept({ page, workspace }, trace) {
  const view = await openTrace(page, `${trace}.ffitrace`);
  await view.locator('.call-name b').first().click();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('b');
  await view.locator('.note-input').fill('the first one');
  await page.keyboard.press('Enter');
  const file = join(workspace, '.ffiscope', `${trace}.ffitrace.notes.json`);
  const kept = await until('the file of bookmarks', () => existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).bookmarks.find(({ note }) => note));
  assert.strictEqual(kept.note, 'the first one');
  const again = await openTrace(page, `${trace}.ffitrace`);
  await again.locator('.bookmarks .finding-row b', { hasText: 'the first one' }).waitFor({ timeout: 10_000 });
}

export async function highContrast(session, trace) {
  const { page, shot } = session;
  for (const [name, label] of [['hcDark', 'hc-dark'], ['hcLight', 'hc-light']]) {
    await session.theme(name);
    const view = await openTrace(page, trace);
    await until('the page map drawn', async () => await inked(view, '.page-map canvas') > 0.001);
    await view.locator('.call-name b').last().click();
    await page.keyboard.press('ArrowRight');
    await view.locator('.chain-row').first().waitFor({ timeout: 10_000 });
    await sleep(500);
    await shot(`${label}-access`);
  }
}

export async function replacedFileOffersReload({ page, workspace }, trace, other) {
  const folder = join(workspace, '.ffiscope');
  const named = start => join(folder, readdirSync(folder).find(name => name.startsWith(start)));
  const target = join(folder, 'replaced.ffitrace');
  copyFileSync(named(trace), target);
  const view = await openTrace(page, 'replaced');
  const before = await view.locator('.call-name b').allInnerTexts();
  copyFileSync(named(other), `${target}.new`);
  renameSync(`${target}.new`, target);
  const message = await notification(page, 'has changed on disk');
  await message.locator('.monaco-button', { hasText: 'Reload' }).click();
  await until('other calls', async () => String(await view.locator('.call-name b').allInnerTexts()) !== String(before));
}

export async function brokenFilesAreExplained({ page, shot, workspace }, trace) {
  const { writeFileSync, readFileSync } = await import('node:fs');
  const folder = join(workspace, '.ffiscope');
  const whole = readFileSync(join(folder, readdirSync(folder).find(name => name.startsWith(trace))));
  writeFileSync(join(folder, 'nonsense.ffitrace'), 'this is no trace');
  writeFileSync(join(folder, 'short.ffitrace'), whole.subarray(0, Math.floor(whole.length * 0.6)));
  await command(page, 'View: Close All Editors');
  await ask(page, 'FFIScope: Open Trace...', 'nonsense');
  await webview(page, 'body:has-text("not a trace"), body:has-text("no ffiscope"), body:has-text("nonsense.ffitrace")');
  await sleep(500);
  await shot('broken-nonsense');
  await command(page, 'View: Close All Editors');
  await ask(page, 'FFIScope: Open Trace...', 'short');
  await webview(page, '.status :text("recording ends at")');
  await shot('broken-cut-short');
}
