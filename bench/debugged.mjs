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

const runs = Number(process.argv.includes('--runs') ? process.argv[process.argv.indexOf('--runs') + 1] : 3);
const CALLS = 3000;
/** Times calls that read 4 KiB each, in batches; the median batch, in ns for a call. */
const PROGRAM = `const { sumBytes } = require('./sample');
const bytes = Buffer.alloc(4096, 1);
const batches = Array.from({ length: 12 }, () => {
  const start = process.hrtime.bigint();
  for (let call = 0; call < ${CALLS / 10}; call++) sumBytes(bytes, 4096);
  return Number(process.hrtime.bigint() - start) / ${CALLS / 10};
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
  await withSession({ vsix: packages().recording, workspace, settings }, async ({ page }) => report({
    plain: await repeated(workspace, () => started(workspace, [])),
    recorded: await repeated(workspace, () => started(workspace, [join(root, 'dist/cli.js'), 'record', '-o', 'timed.ffitrace', '--', process.execPath])),
    debugged: await repeated(workspace, () => chosen(page, 'only debugged')),
    both: await repeated(workspace, () => chosen(page, 'both debugged and recorded')),
  }));
});

function started(cwd, before) {
  spawnSync(process.execPath, [...before, 'timed.js'], { cwd, stdio: 'ignore' });
}

async function chosen(page, name) {
  await command(page, 'Debug: Select and Start Debugging');
  await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: name }).first().click({ timeout: 15_000 });
}

/** The median of what the program says when it is started so. */
async function repeated(workspace, start) {
  const file = join(workspace, 'figure');
  const figures = [];
  for (let run = 0; run < runs; run++) {
    rmSync(file, { force: true });
    await start();
    figures.push(Number(await until('the figure', () => existsSync(file) && readFileSync(file, 'utf8'), 60_000)));
  }
  return figures.sort((a, b) => a - b)[Math.floor(runs / 2)];
}

function report({ plain, recorded, debugged, both }) {
  const us = (ns) => `${(ns / 1000).toFixed(1)} us`;
  console.log(table(['a call that reads 4 KiB', 'without recording', 'with recording', 'added'], [
    ['on its own', us(plain), us(recorded), us(recorded - plain)],
    ['under the JavaScript debugger', us(debugged), us(both), us(both - debugged)],
  ]));
  console.log(`\nadded under the debugger : added on its own = ${((both - debugged) / (recorded - plain)).toFixed(2)}`);
}
