// A workbench with an installed package open in a browser: what all drives start with.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBrowser } from '../browser.mjs';
import { installPackage } from '../extensions.mjs';
import { artifacts } from '../paths.mjs';
import { startServer } from '../server.mjs';
import { ask, openWorkbench, sleep } from '../workbench.mjs';

/** The theme that sessions begin with. */
const DARK = 'Dark Modern';

/** Installs a package, opens a folder with it, runs `body(session)`, and ends everything. */
export async function withSession({ vsix, workspace, settings = {} }, body) {
  const home = mkdtempSync(join(tmpdir(), 'ffiscope-drive-'));
  const profile = join(home, 'profile');
  let server;
  let browser;
  try {
    const extensions = join(home, 'extensions');
    installPackage(vsix, extensions, home);
    server = await startServer({ profile, extensions, settings: { 'workbench.colorTheme': DARK, ...settings } });
    browser = await startBrowser(profile);
    await openWorkbench(browser.page, server.origin, workspace);
    await body({ page: browser.page, workspace, profile, shot: name => screenshot(browser.page, name), theme: name => setTheme(browser.page, name) });
  } finally {
    await browser?.context.close().catch(() => {});
    await server?.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

export async function screenshot(page, name) {
  mkdirSync(artifacts, { recursive: true });
  await page.screenshot({ path: join(artifacts, `${name}.png`) });
}

const THEMES = { dark: DARK, light: 'Light Modern', hcDark: 'Dark High Contrast', hcLight: 'Light High Contrast' };
const SHOWN = { dark: '.monaco-workbench.vs-dark', light: '.monaco-workbench.vs:not(.vs-dark)', hcDark: '.monaco-workbench.hc-black', hcLight: '.monaco-workbench.hc-light' };

/** Settings reach a workbench some time after it is shown, so a theme counts when it stays. */
async function setTheme(page, name) {
  for (let attempt = 0; attempt < 3; attempt++) {
    if (await stays(page, SHOWN[name])) return;
    await ask(page, 'Preferences: Color Theme', THEMES[name]);
    await page.locator(SHOWN[name]).waitFor({ timeout: 15_000 }).catch(() => {});
  }
  throw new Error(`the workbench did not change to its ${name} theme`);
}

async function stays(page, selector) {
  for (let look = 0; look < 4; look++) {
    if (await page.locator(selector).count() === 0) return false;
    await sleep(400);
  }
  return true;
}
