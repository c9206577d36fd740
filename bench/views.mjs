// `npm run bench:views -- [accesses...]`: how quick the views are in a real workbench, over recordings of these many accesses (default: 1, 10 and 100
// million), recorded for real. Prints the time from "open" to the first complete picture, frame times while panning and zooming, and memory.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setUp } from '../scripts/setup.mjs';
import { compilePrograms } from '../scripts/lib/c-programs.mjs';
import { mainly, root } from '../scripts/lib/run.mjs';
import { withSession } from '../test/host/drive/session.mjs';
import { packages } from '../test/host/extensions.mjs';
import { install } from '../test/host/install.mjs';
import { command, until, webview } from '../test/host/workbench.mjs';
import { makeWorkspace } from '../test/host/workspace.mjs';
import { table } from './lib/table.mjs';

const GESTURES_MS = 4000;
/** A picture that is not whole after this long counts as this long, in ms. */
const LONGEST = 120_000;

await mainly(async () => {
  const sizes = process.argv.slice(2).map(Number);
  await setUp({ tests: true });
  compilePrograms();
  install((text) => console.error(text));
  const workspace = makeWorkspace('bench-views');
  const rows = [];
  await withSession({ vsix: packages().recording, workspace }, async (session) => {
    for (const accesses of sizes.length > 0 ? sizes : [1e6, 1e7, 1e8]) rows.push(await measure(session, record(workspace, accesses)));
  });
  const columns = ['accesses', 'file, MiB', 'open: calls, s', 'open: pictures, s', 'frames: p50, ms', 'p95', 'worst', 'view heap, MiB', 'extension host, MiB'];
  console.log(table(columns, rows.map(({ accesses, mib, calls, pictures, p50, p95, worst, heap, host }) => (
    [accesses.toLocaleString('en-US'), mib.toFixed(1), calls.toFixed(2), pictures.toFixed(2), p50.toFixed(1), p95.toFixed(1), worst.toFixed(1), heap.toFixed(0), host.toFixed(0)])), []));
});

function record(workspace, accesses) {
  const file = join(workspace, '.ffiscope', `size-${accesses}.ffitrace`);
  mkdirSync(join(workspace, '.ffiscope'), { recursive: true });
  if (!existsSync(file)) execFileSync(process.execPath, [join(root, 'dist/cli.js'), 'record', '-o', file, '--', process.execPath, join(root, 'bench/views/program.cjs'), String(accesses)], { stdio: 'inherit' });
  return file;
}

async function measure({ page, profile }, file) {
  await command(page, 'View: Close All Editors');
  const name = file.split('/').at(-1);
  await openByName(page, name);
  const start = performance.now();
  await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().click();
  const view = await webview(page, '.app.editor .call-name');
  const calls = (performance.now() - start) / 1000;
  await until('whole pictures', () => view.evaluate(() => ![...document.querySelectorAll('.picture-note')].some((note) => /reading|counting/.test(note.textContent))), LONGEST).catch(() => undefined);
  const pictures = (performance.now() - start) / 1000;
  const frames = await view.evaluate(gestures, GESTURES_MS);
  const heap = await view.evaluate(() => performance.memory.usedJSHeapSize / 2 ** 20);
  const info = JSON.parse(execFileSync(process.execPath, [join(root, 'dist/cli.js'), 'info', file, '--json'], { encoding: 'utf8' }));
  return { accesses: info.counts.accesses, mib: statSync(file).size / 2 ** 20, calls, pictures, ...frames, heap, host: extensionHostMemory(profile) };
}

async function openByName(page, name) {
  await command(page, 'FFIScope: Open Trace...');
  const input = page.locator('.quick-input-widget .quick-input-box input');
  await input.fill(name);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().waitFor();
}

/** Runs in the view: zooms in and out with the wheel and drags, over both pictures, and takes the time between frames. */
function gestures(duration) {
  return new Promise((resolve) => {
    const canvases = ['.page-map canvas:last-of-type', '.timeline canvas:last-of-type'].map((selector) => document.querySelector(selector));
    const times = [];
    const start = performance.now();
    let last = start;
    let turn = 0;
    const frame = (now) => {
      times.push(now - last);
      last = now;
      if (now - start > duration) {
        const sorted = times.slice(5).sort((a, b) => a - b);
        const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
        return resolve({ p50: at(0.5), p95: at(0.95), worst: sorted.at(-1) });
      }
      const canvas = canvases[Math.floor(turn / 60) % 2];
      const box = canvas.getBoundingClientRect();
      const where = { clientX: box.left + box.width * 0.6, clientY: box.top + box.height * 0.6, bubbles: true, cancelable: true, view: window };
      if (turn % 60 < 25) canvas.dispatchEvent(new WheelEvent('wheel', { ...where, deltaY: -60 }));
      else if (turn % 60 < 50) canvas.dispatchEvent(new WheelEvent('wheel', { ...where, deltaY: 60 }));
      turn++;
      requestAnimationFrame(frame);
      return undefined;
    };
    requestAnimationFrame(frame);
  });
}

/** Resident memory of the workbench's extension host, in MiB: the process of this profile that was started as one. */
function extensionHostMemory(profile) {
  for (const pid of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
      if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('extensionHost') || !environment.includes(profile)) continue;
      return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
    } catch { /* It ended while we looked. */ }
  }
  return NaN;
}
