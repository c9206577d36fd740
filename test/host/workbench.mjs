// What tests do with an open workbench: run commands, find views, read the screen. Every wait has a bound.
const PALETTE = '.quick-input-widget .quick-input-box input';
const ROWS = '.quick-input-list .monaco-list-row';
const WEBVIEW = '/webview/browser/pre/fake.html';

export const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));

/** Repeats a check until it gives something other than undefined, null or false. */
export async function until(what, check, limit = 30_000) {
  const end = Date.now() + limit;
  for (;;) {
    const value = await check();
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited ${limit / 1000} s for ${what}`);
    await sleep(80);
  }
}

/** Opens a folder and waits until commands can be run. `query`: more of the address. */
export async function openWorkbench(page, origin, folder, query = '') {
  await page.goto(`${origin}/?folder=${encodeURIComponent(folder)}${query}`);
  await page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
  await page.locator('.statusbar-item').first().waitFor({ timeout: 60_000 });
}

/**
 * Takes the row with a text in the quick input that is open, by keys: rows move while the list is filtered, and a click would
 * land on another. False when there is no such row within `patience` ms.
 */
async function choose(page, text, patience) {
  const wanted = page.locator(ROWS).filter({ hasText: text }).first();
  await wanted.waitFor({ timeout: patience });
  const rows = await page.locator(ROWS).count();
  for (let i = 0; i <= rows; i++) {
    if ((await page.locator(`${ROWS}.focused`).innerText({ timeout: patience })).includes(text)) {
      await page.keyboard.press('Enter');
      return true;
    }
    await page.keyboard.press('ArrowDown');
  }
  return false;
}

/** Tries something with a quick input again and again, each time with more patience; what is open in between is closed. */
async function tryQuickInput(page, what, limit, attempt) {
  let patience = 1000;
  await until(what, async () => {
    patience *= 1.5;
    try {
      if (await attempt(patience)) return true;
    } catch { /* not there, or not in time */ }
    await page.keyboard.press('Escape');
    return false;
  }, limit);
}

/** Opens the palette with a text in it. */
async function palette(page, text, patience) {
  await page.keyboard.press('F1');
  await page.locator(PALETTE).waitFor({ timeout: patience });
  await page.locator(PALETTE).fill(text, { timeout: patience });
}

/** Runs a command from the palette by its title. The list is a snapshot, so it is opened again until the command is there. */
export async function command(page, title, limit = 60_000) {
  await tryQuickInput(page, `the command "${title}"`, limit, async patience => {
    await palette(page, `>${title}`, patience);
    return choose(page, title, patience);
  });
}

/** Titles that the palette offers for a text. */
export async function offered(page, text) {
  await page.keyboard.press('F1');
  await page.locator(PALETTE).fill(`>${text}`);
  await page.locator(ROWS).filter({ hasText: text }).first().waitFor({ timeout: 15_000 });
  await sleep(700);
  const titles = await page.locator(ROWS).allInnerTexts();
  await page.keyboard.press('Escape');
  return titles.map(title => title.split('\n')[0].trim());
}

/** Types into the quick input that is open, and accepts. */
export async function answer(page, text) {
  const input = page.locator(PALETTE);
  await input.waitFor({ timeout: 10_000 });
  await input.fill(text);
  await sleep(200);
  await page.keyboard.press('Enter');
}

/**
 * Runs a command that asks for a text, and answers. A view that takes the focus just then closes the question: it is
 * asked again, as a person would.
 */
export async function ask(page, title, text, limit = 60_000) {
  const input = page.locator(PALETTE);
  await tryQuickInput(page, `the question of "${title}"`, limit, async patience => {
    await command(page, title, limit);
    // The palette goes, and the question comes with an empty input.
    await until('the question', async () => await input.isVisible() && await input.inputValue() === '', patience);
    await input.fill(text, { timeout: patience });
    return choose(page, text, patience);
  });
}

/** Opens a file by name, and waits until its editor is the active one. */
export async function openFile(page, name, limit = 60_000) {
  const active = page.locator('.editor-group-container.active .tab.active');
  await tryQuickInput(page, `the editor of ${name}`, limit, async patience => {
    await palette(page, name, patience);
    await choose(page, name, patience);
    return until('it', async () => (await active.innerText().catch(() => '')).replaceAll(/\s/g, '').startsWith(name), 2 * patience);
  });
}

/** The frame of the webview that has a selector (its content lies two frames below the workbench). */
export function webview(page, selector, limit = 30_000) {
  return until(`a view with ${selector}`, async () => {
    for (const frame of page.frames()) {
      if (!frame.url().includes(WEBVIEW)) continue;
      if (await frame.locator(selector).count().catch(() => 0) > 0) return frame;
    }
    return null;
  }, limit);
}

/** Text of the first notification that contains a text; toasts or the notification centre. */
export async function notification(page, text, limit = 30_000) {
  const message = page.locator('.notification-list-item').filter({ hasText: text }).first();
  await message.waitFor({ timeout: limit });
  return message;
}

/** Puts the focus into the terminal, and waits until it has it. */
export async function focusTerminal(page) {
  await command(page, 'Terminal: Focus Terminal');
  await page.locator('.terminal-wrapper.active .xterm.focus').waitFor({ timeout: 15_000 });
}

/** Everything the terminal in view shows. */
export async function terminalText(page) {
  const rows = await page.locator('.terminal-wrapper.active .xterm-rows > div, .terminal-outer-container .xterm-rows > div').allInnerTexts();
  return rows.join('\n').replaceAll(/\u00a0/g, ' ');
}
