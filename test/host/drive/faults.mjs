// What ends under the extension: its window, its host, the page that shows a trace.
import assert from 'node:assert';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { root } from '../paths.mjs';
import { command, focusTerminal, openFile, openWorkbench, sleep, terminalText, until, webview } from '../workbench.mjs';
import { openTrace } from './views.mjs';

/** Tells how long a fault took to be noticed: the figures of docs/reliability.md come from these lines. */
const noticed = (fault, since) => console.log(`noticed after ${Math.round(performance.now() - since)} ms: ${fault}`);

/** Ids of processes whose command line and environment have these texts. */
function processes(line, environment = '') {
  const text = (pid, name) => readFileSync(`/proc/${pid}/${name}`, 'utf8').replaceAll('\0', ' ');
  return readdirSync('/proc').filter(name => /^\d+$/.test(name)).filter(pid => {
    try {
      return text(pid, 'cmdline').includes(line) && text(pid, 'environ').includes(environment);
    } catch {
      return false;
    }
  }).map(Number);
}

const hosts = profile => processes('--type=extensionHost', profile);
const recorders = workspace => processes('ffiscope-recorder --out', workspace);

/** Records endless.js until it has made calls; the recorder's process and its trace. */
async function recordEndless({ page, workspace }) {
  const before = traces(workspace);
  rmSync(join(workspace, 'endless.ready'), { force: true });
  await openFile(page, 'endless.js');
  await command(page, 'FFIScope: Record Active File');
  await until('calls', () => existsSync(join(workspace, 'endless.ready')));
  // Names have seconds in them; what is written lags behind by a tenth of a second.
  await sleep(300);
  return { recorder: recorders(workspace)[0], name: traces(workspace).find(name => !before.includes(name)) };
}

function traces(workspace) {
  const folder = join(workspace, '.ffiscope');
  return existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith('.ffitrace')) : [];
}

const info = (workspace, name) => JSON.parse(execFileSync(process.execPath, [join(root, 'dist/cli.js'), 'info', '--json', join(workspace, '.ffiscope', name)], { encoding: 'utf8' }));

export async function reloadedWindowFinishesTheTrace(session) {
  const { page, workspace } = session;
  const { recorder, name } = await recordEndless(session);
  const since = performance.now();
  await page.reload();
  await until('the end of the recorder', () => !existsSync(`/proc/${recorder}`));
  noticed('window reloaded while a program is recorded', since);
  await page.locator('.statusbar-item').first().waitFor({ timeout: 60_000 });
  const { counts, cutShort } = info(workspace, name);
  assert.ok(counts.calls >= 10 && cutShort === null, JSON.stringify({ counts, cutShort }));
  const view = await openTrace(page, name);
  await view.locator('.call-name b:text-is("sum_bytes")').first().waitFor();
}

export async function killedHostLosesNothing(session) {
  const { page, workspace, profile } = session;
  const { recorder, name } = await recordEndless(session);
  const [host] = hosts(profile);
  const since = performance.now();
  process.kill(host, 'SIGKILL');
  await until('another extension host', () => hosts(profile).some(pid => pid !== host));
  noticed('extension host killed', since);
  assert.ok(existsSync(`/proc/${recorder}`), 'the recorder goes on');
  // The program is still in its terminal, and ends as a program there does.
  await focusTerminal(page);
  assert.ok((await terminalText(page)).includes('running until stopped'));
  await page.keyboard.press('Control+c');
  await until('the end of the recorder', () => !existsSync(`/proc/${recorder}`));
  const { counts, cutShort } = info(workspace, name);
  assert.ok(counts.calls >= 10 && cutShort === null, JSON.stringify({ counts, cutShort }));
  const view = await openTrace(page, name);
  await view.locator('.call-name b:text-is("sum_bytes")').first().waitFor();
}

/** The process of the page with all its views is killed, as a browser kills one: the trace opened again shows what it showed. */
export async function killedPageLosesNothing(session) {
  const { page, workspace } = session;
  const view = await openTrace(page, 'app.ffitrace');
  await view.locator('.call-name b').nth(1).click();
  await view.locator('.detail-top b', { hasText: 'sum_bytes' }).first().waitFor({ timeout: 10_000 });
  // What a view shows is kept once it has stood for a moment.
  await sleep(1000);
  const { origin } = new URL(page.url());
  const since = performance.now();
  const crashed = page.waitForEvent('crash', { timeout: 10_000 });
  await page.goto('chrome://crash').catch(() => {});
  await crashed;
  const fresh = await page.context().newPage();
  await openWorkbench(fresh, origin, workspace);
  const again = await openTrace(fresh, 'app.ffitrace');
  await again.locator('.detail-top b', { hasText: 'sum_bytes' }).first().waitFor({ timeout: 20_000 });
  noticed('page with the views killed, opened again', since);
  session.page = fresh;
}

/** Every view's frame is thrown away and made anew. */
export async function reloadedViewsComeBack({ page }) {
  const view = await openTrace(page, 'app.ffitrace');
  await view.locator('.call-name b').nth(2).click();
  await view.locator('.detail-top b', { hasText: 'read_header' }).first().waitFor({ timeout: 10_000 });
  const since = performance.now();
  await command(page, 'Developer: Reload Webviews');
  await until('the end of the old view', () => view.isDetached(), 10_000);
  const again = await webview(page, '.app.editor .call-name');
  await again.locator('.detail-top b', { hasText: 'read_header' }).first().waitFor({ timeout: 20_000 });
  noticed('view thrown away', since);
}
