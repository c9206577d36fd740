// From a recording to its findings, and from there to the fix: Problems, hover, lenses, quick fixes, in light and dark.
import assert from 'node:assert';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { ask, command, openFile, sleep, until, webview } from '../workbench.mjs';

const FILE = 'findings.js';
const problems = page => page.locator('.markers-panel .monaco-list-row');
const status = page => page.locator('.statusbar-item', { hasText: /FFI \d+/ });

async function goToLine(page, text, workspace, file = FILE) {
  const lines = readFileSync(join(workspace, file), 'utf8').split('\n');
  await openFile(page, file.split('/').at(-1));
  await page.keyboard.press('Control+g');
  await page.locator('.quick-input-widget input').fill(`:${lines.findIndex(line => line.includes(text)) + 1}`);
  await page.keyboard.press('Enter');
  await sleep(300);
}

export async function findingsAreShown({ page, workspace, shot, theme }) {
  await command(page, 'View: Close All Editors');
  await openFile(page, FILE);
  await command(page, 'FFIScope: Record Active File');
  await webview(page, '.call-name b:text-is("find_range")');
  await until('2 in the status bar', async () => (await status(page).allInnerTexts()).some(text => text.includes('FFI 2')));
  await command(page, 'Problems: Focus on Problems View');
  await problems(page).filter({ hasText: 'fill_words` wrote 60 bytes' }).first().waitFor({ timeout: 15_000 });
  for (const name of ['dark', 'light']) {
    await theme(name);
    await command(page, 'Problems: Focus on Problems View');
    await problems(page).filter({ hasText: 'fill_words` wrote 60 bytes' }).first().click();
    await page.keyboard.press('ArrowRight');
    await problems(page).filter({ hasText: 'words is made here' }).first().waitFor({ timeout: 10_000 });
    await openFile(page, FILE);
    await page.locator('.codelens-decoration', { hasText: '1 call \u00b7 dst: wrote 20 of 20' }).first().waitFor({ timeout: 15_000 });
    await shot(`findings-problems-${name}`);
    await hoverOver(page, workspace);
    await shot(`findings-hover-${name}`);
    await page.keyboard.press('Escape');
    await quickFixes(page, 'findRange([', workspace);
    await shot(`findings-actions-${name}`);
    await page.keyboard.press('Escape');
  }
}

async function hoverOver(page, workspace) {
  await goToLine(page, 'fillWords(words', workspace);
  await command(page, 'Show or Focus Hover');
  const hover = page.locator('.monaco-hover', { hasText: 'wrote 20 of 20 bytes' });
  await hover.first().waitFor({ timeout: 10_000 });
  assert.match(await hover.first().innerText(), /fill_words[\s\S]*1 call/);
}

/** A view that takes the focus just then gets the keys: they are pressed again, as a person would. */
async function quickFixes(page, text, workspace, file) {
  await until('the list of fixes', async () => {
    await goToLine(page, text, workspace, file);
    await page.keyboard.press('Control+.');
    return page.locator('.action-widget .monaco-list-row').first().waitFor({ timeout: 5000 }).then(() => true, () => page.keyboard.press('Escape'));
  });
  await sleep(300);
}

/** Applies a fix and saves: the edit comes some time after the click, so it is saved until the file is another one. */
async function fix(page, workspace, text, title, file = FILE) {
  const content = () => readFileSync(join(workspace, file), 'utf8');
  const before = content();
  await quickFixes(page, text, workspace, file);
  await page.locator('.action-widget .monaco-list-row', { hasText: title }).first().click();
  await until(`"${title}" in the file`, async () => {
    await page.keyboard.press('Control+s');
    await sleep(300);
    return content() !== before;
  });
}

export async function codeActionsFixThem({ page, workspace, shot }) {
  await fix(page, workspace, 'findRange([', 'Declare low as _Out_');
  await fix(page, workspace, 'fillWords(words', 'Pass the number of elements: words.length');
  await until('the changed file', () => /_Out_ int32 \*low[\s\S]*words\.length, 7/.test(readFileSync(join(workspace, FILE), 'utf8')));
  await command(page, 'FFIScope: Record Active File');
  await until('0 in the status bar', async () => (await status(page).allInnerTexts()).some(shown => shown.includes('FFI 0')));
  await command(page, 'Problems: Focus on Problems View');
  assert.strictEqual(await problems(page).filter({ hasText: 'FFIScope' }).count(), 0);
  await shot('findings-fixed');
}

/** Mistakes that people made, of the examples: the call of each, what its fixes are called, and the text in Problems. */
const CASES = {
  'random-crash': { found: 'read_samples` wrote 32 bytes', fixes: [['readSamples(samples', 'Pass the number of elements: samples.length']] },
  'wide-slot': { found: '8-byte store at offset 0 of `width`', fixes: [['imageSize(header', 'Declare width as uint64_t *'], ['imageSize(header', 'Declare height as uint64_t *']] },
  'view': { found: 'fill_at` wrote 48 bytes', fixes: [['fillAt(first', 'Pass the length of the view: first.byteLength'], ['fillAt(second', 'Pass 0: a view begins at its own offset']] },
  'wrong-size': { found: 'its type `reading` has 24 bytes', fixes: [['lastReading(reading)', "koffi.sizeof('reading')"]] },
};
export const cases = Object.keys(CASES);

export function addCases(workspace) {
  cpSync(join(root, 'examples/cases'), join(workspace, 'cases'), { recursive: true });
}

export async function caseIsFixed({ page, workspace, shot }, name) {
  const { found, fixes } = CASES[name];
  const file = `cases/${name}.js`;
  await command(page, 'View: Close All Editors');
  await openFile(page, `${name}.js`);
  await command(page, 'FFIScope: Record Active File');
  await webview(page, '.call-name');
  await command(page, 'Problems: Focus on Problems View');
  await problems(page).filter({ hasText: found }).first().waitFor({ timeout: 15_000 });
  const [[line]] = fixes;
  await quickFixes(page, line, workspace, file);
  await shot(`case-${name}`);
  await page.keyboard.press('Escape');
  for (const [text, title] of fixes) await fix(page, workspace, text, title, file);
  await command(page, 'FFIScope: Record Active File');
  await until('0 in the status bar', async () => (await status(page).allInnerTexts()).some(shown => shown.includes('FFI 0')));
  await command(page, 'Problems: Focus on Problems View');
  assert.strictEqual(await problems(page).filter({ hasText: 'FFIScope' }).count(), 0);
}

export async function rulesAreExplained({ page, shot, theme }) {
  for (const name of ['dark', 'light']) {
    await theme(name);
    await ask(page, 'FFIScope: Explain Finding...', 'out-of-bounds-write');
    await webview(page, 'h1:text-is("out-of-bounds-write")');
    await sleep(800);
    await shot(`findings-page-${name}`);
  }
}
