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

/** Runs a command from the palette by its title. The list is a snapshot, so it is opened again until the command is there. */
export async function command(page, title, limit = 30_000) {
  await until(`the command "${title}"`, async () => {
    await page.keyboard.press('F1');
    try {
      await page.locator(PALETTE).waitFor({ timeout: 3000 });
      await page.locator(PALETTE).fill(`>${title}`, { timeout: 2000 });
      const row = page.locator(ROWS).filter({ hasText: title }).first();
      await row.waitFor({ timeout: 1500 });
      await row.click({ timeout: 2000 });
      return true;
    } catch {
      await page.keyboard.press('Escape');
      return false;
    }
  }, limit);
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
export async function ask(page, title, text, limit = 30_000) {
  const input = page.locator(PALETTE);
  await until(`the question of "${title}"`, async () => {
    await command(page, title, limit);
    try {
      await input.waitFor({ timeout: 3000 });
      await input.fill(text, { timeout: 2000 });
      const row = page.locator(ROWS).filter({ hasText: text }).first();
      await row.waitFor({ timeout: 2000 });
      await row.click({ timeout: 2000 });
      return true;
    } catch {
      await page.keyboard.press('Escape');
      return false;
    }
  }, limit);
}

/** Opens a file by name, and waits until its editor is the active one. */
export async function openFile(page, name) {
  const active = page.locator('.editor-group-container.active .tab.active');
  await until(`the editor of ${name}`, async () => {
    await page.keyboard.press('F1');
    try {
      await page.locator(PALETTE).waitFor({ timeout: 3000 });
      await page.locator(PALETTE).fill(name, { timeout: 2000 });
      await page.locator(ROWS).filter({ hasText: name }).first().click({ timeout: 5000 });
      return await until('it', async () => (await active.innerText().catch(() => '')).replaceAll(/\s/g, '').startsWith(name), 3000);
    } catch {
      await page.keyboard.press('Escape');
      return false;
    }
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

/** Everything the terminal in view shows. */
export async function terminalText(page) {
  const rows = await page.locator('.terminal-wrapper.active .xterm-rows > div, .terminal-outer-container .xterm-rows > div').allInnerTexts();
  return rows.join('\n').replaceAll(/\u00a0/g, ' ');
}
