// `npm run bench:live [-- --steps 20] [--busy 2]`: how soon a call is seen while JavaScript is debugged with recording. Steps over calls in a
// real workbench, and takes the time from the end of each call until it is in the file, and until the timeline panel has drawn it.
// `--busy N`: beside N programs that do nothing but work.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, watch, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setUp } from '../scripts/setup.mjs';
import { mainly, root } from '../scripts/lib/run.mjs';
import { withSession } from '../test/host/drive/session.mjs';
import { packages } from '../test/host/extensions.mjs';
import { install } from '../test/host/install.mjs';
import { command, openFile, until, webview } from '../test/host/workbench.mjs';
import { makeWorkspace } from '../test/host/workspace.mjs';
import { table } from './lib/table.mjs';

const option = (name, otherwise) => (process.argv.includes(name) ? Number(process.argv[process.argv.indexOf(name) + 1]) : otherwise);
const steps = option('--steps', 20);
const busy = option('--busy', 0);
/** Lines of the program before its first call. */
const HEAD = ["const { sumBytes } = require('./sample');", 'const bytes = Buffer.alloc(8, 1);', 'debugger;'];

await mainly(async () => {
  await setUp({ tests: true });
  install((text) => console.error(text));
  const workspace = makeWorkspace('bench-live');
  // Each call reads one byte: the sum in the panel says how many calls it has drawn.
  writeFileSync(join(workspace, 'steps.js'), [...HEAD, ...Array.from({ length: steps }, () => 'sumBytes(bytes, 1);'), ''].join('\n'));
  await withSession({ vsix: packages().recording, workspace }, async (session) => report(await measure(session)));
});

async function measure({ page, workspace }) {
  const folder = join(workspace, '.ffiscope');
  mkdirSync(folder, { recursive: true });
  const growths = [];
  const watcher = watch(folder, () => growths.push(Date.now()));
  const others = Array.from({ length: busy }, () => spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }));
  try {
    await openFile(page, 'steps.js');
    await command(page, 'FFIScope: Debug With Recording');
    await command(page, 'View: Show Run and Debug');
    await stoppedAt(page, HEAD.length);
    await page.keyboard.press('F10');
    await stoppedAt(page, HEAD.length + 1);
    await page.keyboard.press('F10');
    const panel = await webview(page, '.app.panel');
    await panel.evaluate(noteWhatIsDrawn);
    for (let step = 2; step <= steps; step++) {
      await stoppedAt(page, HEAD.length + step);
      await page.keyboard.press('F10');
    }
    const { drawn, told } = await until('the last call in the panel', () => panel.evaluate((last) => (window.drawn.has(last) ? { drawn: [...window.drawn], told: window.told } : null), steps));
    await command(page, 'Debug: Continue');
    await webview(page, '.app.editor .call-name');
    return figures(callEnds(folder), growths, told, drawn);
  } finally {
    others.forEach((other) => other.kill());
    watcher.close();
  }
}

function stoppedAt(page, line) {
  return until(`the stop in line ${line}`, async () => (await page.locator('.debug-call-stack .monaco-list-row').allInnerTexts()).some((text) => text.replaceAll(/\s+/g, ' ').includes(`${line}:`)));
}

/** Runs in the panel: when it has drawn how many calls. */
function noteWhatIsDrawn() {
  window.drawn = new Map();
  window.told = [];
  window.addEventListener('message', ({ data }) => { if (data?.type === 'reload') window.told.push(Date.now()); });
  const look = () => {
    const calls = Number(/(\d+) read, 0 written/.exec(document.body.textContent)?.[1] ?? 0);
    // After the frame in which it is painted.
    if (calls > 0 && !window.drawn.has(calls)) requestAnimationFrame(() => setTimeout(() => { if (!window.drawn.has(calls)) window.drawn.set(calls, Date.now()); }));
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
}

/** When each call ended, in ms of the clock. */
function callEnds(folder) {
  const file = join(folder, readdirSync(folder).find((name) => name.endsWith('.ffitrace')));
  const lines = (what) => execFileSync(process.execPath, [join(root, 'dist/cli.js'), what, file, '--json'], { encoding: 'utf8' }).trim().split('\n').map((line) => JSON.parse(line));
  const started = Date.parse(lines('info')[0].started);
  return lines('calls').map(({ end }) => started + end / 1e6);
}

/** From the third call on: the first ones load code in the workbench. */
function figures(ends, growths, told, drawn) {
  return ends.flatMap((end, at) => {
    if (at < 2) return [];
    // A picture may have come with a later call.
    const seen = Math.min(...drawn.flatMap(([calls, time]) => (calls > at ? time : [])));
    return [{ file: growths.find((time) => time >= end) - end, told: told.findLast((time) => time <= seen) - end, panel: seen - end }];
  });
}

function report(rows) {
  const of = (name) => {
    const sorted = rows.map((row) => row[name]).sort((a, b) => a - b);
    return [0.5, 0.95, 1].map((share) => `${Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))])} ms`);
  };
  console.log(`${rows.length} calls, stepped over with F10; ${busy} busy programs beside; ${loadavg()[0].toFixed(1)} threads waited for a processor on average\n`);
  console.log(table(['from the end of a call', 'median', '95 %', 'longest'], [['until the file has it', ...of('file')], ['until the panel is told so', ...of('told')], ['until the panel has drawn it', ...of('panel')]]));
}
