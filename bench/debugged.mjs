// `npm run bench:debugged [-- --runs 3]`: what recording adds to a call with and without the JavaScript debugger attached, in a real workbench.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setUp } from '../scripts/setup.mjs';
import { mainly, root } from '../scripts/lib/run.mjs';
import { withSession } from '../test/host/drive/session.mjs';
import { packages } from '../test/host/extensions.mjs';
import { install } from '../test/host/install.mjs';
import { command, until } from '../test/host/workbench.mjs';
import { makeWorkspace } from '../test/host/workspace.mjs';
import { table } from './lib/table.mjs';

const runs = Number(process.argv.includes('--runs') ? process.argv[process.argv.indexOf('--runs') + 1] : 5);
/**
 * Waits until the workbench has shown the session, which takes it a second of work on all processors, recorded or not. Times calls that read 4 KiB each, in batches
 * of about a quarter of a second while recording; the median batch but for the first two, in ns for a call.
 */
const PROGRAM = `const { sumBytes } = require('./sample');
const bytes = Buffer.alloc(4096, 1);
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3000);
const batches = Array.from({ length: 12 }, () => {
  const start = process.hrtime.bigint();
  for (let call = 0; call < 6000; call++) sumBytes(bytes, 4096);
  return Number(process.hrtime.bigint() - start) / 6000;
}).slice(2).sort((a, b) => a - b);
require('node:fs').writeFileSync(require('node:path').join(__dirname, 'figure'), String(batches[5]));
`;

await mainly(async () => {
  await setUp({ tests: true });
  install((text) => console.error(text));
  const workspace = makeWorkspace('bench-debugged');
  const configuration = (name, more) => ({ type: 'node', request: 'launch', name, program: '${workspaceFolder}/timed.js', ...more });
  writeFileSync(join(workspace, 'timed.js'), PROGRAM);
  mkdirSync(join(workspace, '.vscode'), { recursive: true });
  writeFileSync(join(workspace, '.vscode/launch.json'), JSON.stringify({ version: '0.2.0', configurations: [configuration('only debugged', {}), configuration('both debugged and recorded', { ffiscope: true })] }));
  const settings = { 'ffiscope.openAfterRecording': false };
  await withSession({ vsix: packages().recording, workspace, settings }, async ({ page }) => report(await inTurns(workspace, {
    plain: () => started(workspace, []),
    recorded: () => started(workspace, [join(root, 'dist/cli.js'), 'record', '-o', 'timed.ffitrace', '--', process.execPath]),
    debugged: () => chosen(page, 'only debugged'),
    both: () => chosen(page, 'both debugged and recorded'),
  })));
});

function started(cwd, before) {
  spawnSync(process.execPath, [...before, 'timed.js'], { cwd, stdio: 'ignore' });
}

async function chosen(page, name) {
  await command(page, 'Debug: Select and Start Debugging');
  await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: name }).first().click({ timeout: 15_000 });
}

/** Starts each way in turns, so that what else the machine does meets all of them; what the program says, in ascending order. */
async function inTurns(workspace, ways) {
  const file = join(workspace, 'figure');
  const figures = Object.fromEntries(Object.keys(ways).map((way) => [way, []]));
  for (let run = 0; run < runs; run++) {
    for (const [way, start] of Object.entries(ways)) {
      rmSync(file, { force: true });
      await start();
      figures[way].push(Number(await until('the figure', () => existsSync(file) && readFileSync(file, 'utf8'), 60_000)));
    }
  }
  return Object.fromEntries(Object.entries(figures).map(([way, all]) => [way, all.sort((a, b) => a - b)]));
}

function report(figures) {
  const us = (ns) => `${(ns / 1000).toFixed(1)} us`;
  const middle = (way) => figures[way][Math.floor(runs / 2)];
  const row = (name, without, recorded) => [name, us(middle(without)), us(middle(recorded)), figures[recorded].map(us).join(', '), us(middle(recorded) - middle(without))];
  const [alone, debugged] = [row('on its own', 'plain', 'recorded'), row('under the JavaScript debugger', 'debugged', 'both')];
  console.log(table(['a call that reads 4 KiB', 'without recording', 'with recording', 'each run', 'added'], [alone, debugged]));
  console.log(`\nadded under the debugger : added on its own = ${((middle('both') - middle('debugged')) / (middle('recorded') - middle('plain'))).toFixed(2)}`);
}
