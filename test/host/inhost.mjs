// Runs the suites inside the extension host of the browser workbench: `node test/host/inhost.mjs [trusted|untrusted]`
// The counterpart of desktop.mjs, for computers without a desktop. EXTENSION names another folder to load the extension from.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBrowser } from './browser.mjs';
import { buildSuite } from './buildSuite.mjs';
import { install } from './install.mjs';
import { host, root } from './paths.mjs';
import { Results } from './report.mjs';
import { startServer } from './server.mjs';
import { openWorkbench } from './workbench.mjs';
import { addHostileSettings, makeWorkspace, recordInto } from './workspace.mjs';

const LIMIT_MS = 6 * 60_000;

const results = new Results('vscode-host');
install(text => console.error(text));
const entry = await buildSuite();
const only = process.argv[2];
for (const set of ['trusted', 'untrusted']) if (!only || only === set) await runSet(set);
process.exit(results.finish());

async function runSet(set) {
  const profile = mkdtempSync(join(tmpdir(), 'ffiscope-host-'));
  try {
    const rows = await runInHost(set, profile);
    for (const { title, error, ms } of rows) results.add(title, error, ms);
  } catch (error) {
    results.add(`the ${set} set runs to its end`, error, 0);
  } finally {
    rmSync(profile, { recursive: true, force: true });
  }
}

async function runInHost(set, profile) {
  const workspace = makeWorkspace(set);
  if (set === 'untrusted') {
    recordInto(workspace, 'kept.ffitrace', 'app.js');
    addHostileSettings(workspace);
  }
  const resultFile = join(profile, 'results.json');
  const server = await startServer({
    profile, driver: true, trusted: set === 'trusted',
    env: { FFISCOPE_TEST_RESULTS: resultFile, FFISCOPE_TEST_SET: set, FFISCOPE_TEST_VSCODE: host.vscode, FFISCOPE_TEST_GREP: process.env.FFISCOPE_TEST_GREP ?? '' },
  });
  let browser;
  try {
    browser = await startBrowser(profile);
    await finished(browser.page, server, workspace);
    if (!existsSync(resultFile)) throw new Error('the extension host ended without results');
    return JSON.parse(readFileSync(resultFile, 'utf8'));
  } finally {
    await browser?.context.close().catch(() => {});
    await server.stop();
  }
}

/** Opens the page that loads extension and suite, and waits until the suite has ended. */
async function finished(page, { origin, port }, workspace) {
  const remote = path => `vscode-remote://localhost:${port}${path}`;
  const payload = [['extensionDevelopmentPath', remote(process.env.EXTENSION ?? root)], ['extensionTestsPath', remote(entry)], ['skipWelcome', 'true'], ['skipReleaseNotes', 'true']];
  const done = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`the suite did not end in ${LIMIT_MS / 1000} s`)), LIMIT_MS).unref();
    void page.exposeFunction('codeAutomationExit', resolve);
    void page.exposeFunction('codeAutomationLog', (_, args) => { if (process.env.VERBOSE) console.error(args.join(' ')); });
  });
  await openWorkbench(page, origin, workspace, `&payload=${encodeURIComponent(JSON.stringify(payload))}`);
  await done;
}
