// A workbench with an installed package open in a browser: what all drives start with.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBrowser } from '../browser.mjs';
import { installPackage } from '../extensions.mjs';
import { artifacts } from '../paths.mjs';
import { startServer } from '../server.mjs';
import { openWorkbench, sleep } from '../workbench.mjs';

export const THEMES = { dark: 'Default Dark Modern', light: 'Default Light Modern' };

/** Installs a package, opens a folder with it, runs `body(session)`, and ends everything. */
export async function withSession({ vsix, workspace, settings = {} }, body) {
  const home = mkdtempSync(join(tmpdir(), 'ffiscope-drive-'));
  const profile = join(home, 'profile');
  let server;
  let browser;
  try {
    const extensions = join(home, 'extensions');
    installPackage(vsix, extensions, home);
    server = await startServer({ profile, extensions, settings: { 'workbench.colorTheme': THEMES.dark, ...settings } });
    browser = await startBrowser(profile);
    await openWorkbench(browser.page, server.origin, workspace);
    await body({ page: browser.page, workspace, profile, shot: name => screenshot(browser.page, name), theme: name => setTheme(browser.page, profile, name) });
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

/** The workbench follows its settings file. */
async function setTheme(page, profile, name) {
  const file = join(profile, 'data/User/settings.json');
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), 'workbench.colorTheme': THEMES[name] }, null, 1));
  await page.locator(name === 'dark' ? '.monaco-workbench.vs-dark' : '.monaco-workbench.vs:not(.vs-dark)').waitFor({ timeout: 15_000 });
  await sleep(500);
}
