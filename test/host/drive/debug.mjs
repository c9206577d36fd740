// Debugging with a recording, as people do it: F5, steps both ways, data breakpoints; and the JavaScript debugger with recording.
import assert from 'node:assert';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { answer, ask, command, openFile, terminalText, until, webview } from '../workbench.mjs';

const STACK = '.debug-call-stack .monaco-list-row';
const VARIABLES = '.debug-variables .monaco-list-row';

/** The zlib example below the folder, with the file that it compresses. */
export function addZlib(workspace) {
  mkdirSync(join(workspace, 'docs'), { recursive: true });
  cpSync(join(root, 'docs/architecture.md'), join(workspace, 'docs/architecture.md'));
  cpSync(join(root, 'examples/zlib'), join(workspace, 'examples/zlib'), { recursive: true });
}

const rows = (page, selector) => page.locator(selector).allInnerTexts().then(texts => texts.map(text => text.replaceAll(/\s+/g, ' ').trim()));
const stack = page => rows(page, STACK);

/** Waits until the topmost frames contain a text. */
const at = (page, text, limit = 15_000) => until(`"${text}" on the stack`, async () => (await stack(page)).slice(0, 4).some(row => row.includes(text)), limit)
  .catch(async error => { throw new Error(`${error.message}; there is ${(await stack(page)).join(' | ')}`); });

/**
 * A row of the Variables view by its name, opened on the way: `row(page, 'Arguments', 'dest', '[0..99]')`. The view is filled
 * anew at each stop, which may undo a click that came before it.
 */
async function row(page, ...path) {
  const named = name => page.locator(VARIABLES).filter({ hasText: name }).first();
  for (const [depth, name] of path.entries()) {
    const next = path[depth + 1];
    await named(name).waitFor({ timeout: 15_000 });
    if (next === undefined) return named(name);
    await until(`"${next}" below "${name}"`, async () => {
      if (await named(next).count() > 0) return true;
      const closed = await named(name).getAttribute('aria-expanded', { timeout: 2000 }) === 'false';
      if (closed) await named(name).locator('.monaco-tl-twistie').click({ timeout: 2000 });
      return named(next).waitFor({ timeout: 2000 }).then(() => true, () => false);
    });
  }
}

/** F5 on a file without launch.json asks which debugger is meant; until the extensions are there, it asks nothing. */
async function f5(page, file, frame) {
  const choice = page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'FFIScope Recording' }).first();
  await command(page, 'View: Show Run and Debug');
  await until(`"${frame}" on the stack`, async () => {
    await openFile(page, file);
    await page.keyboard.press('F5');
    if (!await choice.waitFor({ timeout: 4000 }).then(() => true, () => false)) return false;
    await choice.click().catch(() => {});
    return at(page, frame, 12_000).then(() => true, () => false);
  }, 60_000);
}

/** Waits until a file is open in an active tab, whose label consists of pieces. */
const opened = (page, file) => until(file, async () => (await page.locator('.tab.active').allInnerTexts()).some(tab => tab.replaceAll(/\s/g, '').includes(file)));

export async function f5RecordsAndReplays({ page, shot }) {
  await f5(page, 'main.js', 'compressBound (libz.so');
  await opened(page, 'main.js');
  await shot('debug-first-call');
}

export async function stepsGoBothWays({ page, shot }) {
  await page.keyboard.press('F10');
  await at(page, 'compress2 (libz.so');
  await page.keyboard.press('F11');
  await until('an access', async () => (await rows(page, VARIABLES)).some(text => text.includes('This Access')));
  await page.keyboard.press('F11');
  await row(page, 'This Access', 'kind');
  await shot('debug-access');
  await page.locator('.debug-toolbar .codicon-debug-step-back').first().click();
  await at(page, 'is about to be called');
}

export async function dataBreakpointFindsWriters({ page, shot }) {
  const byte = await row(page, 'Arguments', 'dest', '[0..99]', '[3]');
  await byte.click({ button: 'right' });
  const menu = page.locator('.monaco-menu .action-item').filter({ hasText: 'Break on Value Change' });
  await menu.waitFor({ timeout: 5000 });
  await shot('debug-variable-menu');
  await menu.click();
  await page.keyboard.press('F5');
  await page.getByText(/paused on data breakpoint/i).first().waitFor({ timeout: 15_000 });
  await shot('debug-data-breakpoint');
  const first = (await stack(page)).join('|');
  await page.keyboard.press('Shift+F11');
  await at(page, 'has returned');
  await page.locator('.debug-toolbar .codicon-debug-reverse-continue').first().click();
  await until('the writer once more', async () => (await stack(page)).join('|') === first);
  await shot('debug-reverse-continue');
}

export async function viewsFollowTheSession({ page }) {
  // Beside the sources the view is narrow, and has its calls in a menu.
  const view = await webview(page, '.app.editor .call-menu');
  await until('the call in the view', async () => (await view.locator('.call-menu').innerText()).includes('compress2'));
  // And it leads: the next call in the view is where the session goes.
  await view.locator('.call-menu button').last().click();
  await at(page, 'uncompress (libz.so');
}

/** Types an expression into the debug console; keys that came before the input had the focus are typed again. */
async function evaluate(page, expression) {
  const input = page.locator('.repl-input-wrapper');
  await until('the expression in the debug console', async () => {
    await command(page, 'Debug Console: Focus on Debug Console View');
    try {
      await input.locator('.monaco-editor.focused').waitFor({ timeout: 3000 });
      await page.keyboard.press('Control+A');
      await page.keyboard.type(expression);
      // Completions that are open would take Enter.
      await page.keyboard.press('Escape');
      const typed = await input.locator('.view-lines').innerText({ timeout: 2000 });
      return typed.replaceAll(/\s/g, '') === expression.replaceAll(/\s/g, '');
    } catch {
      return false;
    }
  });
  await page.keyboard.press('Enter');
}

export async function consoleAnswers({ page, shot }) {
  await evaluate(page, 'bytes(source, 0, 4)');
  const lines = () => page.locator('.repl .monaco-list-row').allInnerTexts();
  await until('the answer', async () => (await lines()).some(text => text.includes('78 9c')))
    .catch(async error => { throw new Error(`${error.message}; the console shows: ${(await lines()).join(' | ')}`); });
  await shot('debug-console');
}

export async function stop({ page }) {
  await command(page, 'Debug: Stop');
  await until('the end', async () => await page.locator('.debug-toolbar').count() === 0 || !await page.locator('.debug-toolbar').isVisible());
  await command(page, 'View: Close All Editors');
}

export async function nativeLinesOpen({ page, shot }) {
  await f5(page, 'app.js', 'fill_bytes (libsample.so) is about to be called');
  await page.keyboard.press('F11');
  await opened(page, 'sample.c');
  await at(page, 'fill_bytes');
  await shot('debug-native-line');
}

export async function javascriptIsDebuggedWithRecording({ page, workspace, shot }) {
  await openFile(page, 'app.js');
  await page.keyboard.press('Control+G');
  await answer(page, ':5');
  await page.keyboard.press('F9');
  await command(page, 'FFIScope: Debug With Recording');
  await command(page, 'View: Show Run and Debug');
  await until('the stop in JavaScript', async () => (await stack(page)).some(text => text.includes('app.js') && text.includes('5:')));
  await until('the first call in the timeline', async () => (await panelText(page)).includes('256 written'));
  await shot('debug-javascript-stopped');
  const panel = await webview(page, '.app.panel');
  await panel.evaluate(() => {
    const look = () => { if (document.body.textContent.includes('300 read')) window.seen ??= Date.now(); };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
  await page.keyboard.press('F10');
  await until('the next line', async () => (await stack(page)).some(text => text.includes('app.js') && text.includes('6:')));
  await until('the call in the timeline', async () => (await panelText(page)).includes('300 read'));
  console.error(`the call was in the panel ${await panel.evaluate(() => window.seen) - endOfCall(workspace, 'sum_bytes')} ms after its end`);
  await shot('debug-javascript-stepped');
  assert.ok((await stack(page)).some(text => text.includes('app.js')));
}

export async function selectedCallIsRunTo({ page, shot }) {
  const view = await webview(page, '.app.editor .call-name b:text-is("sum_bytes")');
  await view.locator('.call-name b:text-is("sum_bytes")').click();
  await command(page, 'FFIScope: Run to This Access');
  await until('the replay at the call', async () => (await stack(page)).some(text => text.includes('sum_bytes')));
  await shot('debug-run-to');
  // A recording is not ended, it is left.
  await command(page, 'Debug: Disconnect');
  await page.locator('.tab', { hasText: '.ffitrace' }).first().click();
}

export async function nativeDebuggerIsConfigured({ page, workspace, shot }) {
  const view = await webview(page, '.app.editor .call-name b:text-is("sum_bytes")');
  await view.locator('.call-name b:text-is("sum_bytes")').click();
  await ask(page, 'FFIScope: Open in Native Debugger at This Call', 'Native Debug (gdb)');
  const written = await until('launch.json', () => {
    const file = join(workspace, '.vscode/launch.json');
    return existsSync(file) && readFileSync(file, 'utf8').includes('break sum_bytes') && readFileSync(file, 'utf8');
  });
  assert.match(written, /"name": "sum_bytes, call 1 \(Native Debug \(gdb\)\)"/);
  await shot('debug-native-configuration');
}

/** When a call of the latest recording ended, in ms of the clock. */
function endOfCall(workspace, name) {
  const folder = join(workspace, '.ffiscope');
  const [file] = readdirSync(folder).filter(entry => entry.endsWith('.ffitrace')).map(entry => join(folder, entry)).sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  const lines = args => execFileSync(process.execPath, [join(root, 'dist/cli.js'), ...args, file, '--json'], { encoding: 'utf8' }).trim().split('\n').map(line => JSON.parse(line));
  const [{ started }] = lines(['info']);
  return Date.parse(started) + lines(['calls']).find(call => call.function === name).end / 1e6;
}

/** What the timeline panel says; it is drawn anew while the recording grows. */
const panelText = async page => (await webview(page, '.app.panel')).locator('body').innerText({ timeout: 1000 }).catch(() => '');

export async function stoppingFinishesTheTrace({ page, shot }) {
  await command(page, 'Debug: Stop');
  const view = await webview(page, '.app.editor .call-name b:text-is("sum_bytes")');
  assert.deepStrictEqual(await view.locator('.call-name b').allInnerTexts(), ['fill_bytes', 'sum_bytes']);
  await shot('debug-javascript-ended');
}

/** Types a line into the terminal in front, and runs it when it is there as a whole. */
async function typeIntoTerminal(page, line) {
  await until(`"${line}" in the terminal`, async () => {
    try {
      await page.locator('.terminal-wrapper.active .xterm-screen').click({ timeout: 3000 });
      await page.locator('.terminal-wrapper.active .xterm.focus').waitFor({ timeout: 3000 });
      await page.keyboard.type(line);
      return await until('the line', async () => (await terminalText(page)).trimEnd().endsWith(line), 3000);
    } catch {
      await page.keyboard.press('Control+C');
      return false;
    }
  });
  await page.keyboard.press('Enter');
}

const says = (page, text) => until(`"${text}" in the terminal`, async () => (await terminalText(page)).includes(text))
  .catch(async error => { throw new Error(`${error.message}; it shows: ${await terminalText(page)}`); });

export async function terminalIsRecorded({ page, shot }) {
  // Those of the steps before would stop the program.
  await command(page, 'Remove All Breakpoints');
  await ask(page, 'Create New Terminal (With Profile)', 'JavaScript Debug Terminal with Recording');
  await page.locator('.debug-toolbar').waitFor({ timeout: 30_000 });
  // The shell that is recorded asks after the command that starts it; before that the outer one does. Long lines are broken.
  await until('the prompt of the recorded shell', async () => /'exec [^']+'.*[$#]\s*$/.test((await terminalText(page)).replaceAll('\n', '').trimEnd()))
    .catch(async error => { throw new Error(`${error.message}; the terminal shows: ${await terminalText(page)}`); });
  await typeIntoTerminal(page, 'node app.js');
  await says(page, 'sum 1792, version 2');
  await shot('debug-terminal');
  await typeIntoTerminal(page, 'exit');
  const view = await webview(page, '.app.editor .call-name b:text-is("read_header")');
  assert.deepStrictEqual(await view.locator('.call-name b').allInnerTexts(), ['fill_bytes', 'sum_bytes', 'read_header']);
  await shot('debug-terminal-ended');
}
