// Makes the folder that the tests open: a copy of test/host/workspace with its C library built (cc, with line tables).
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

/** Below the project, so that its programs find the project's koffi. Returns the folder. */
export function makeWorkspace(name) {
  const folder = join(root, '.cache/host-workspaces', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(join(root, 'test/host/workspace'), folder, { recursive: true });
  compile(folder);
  return folder;
}

function compile(folder) {
  const compiler = process.env.CC ?? 'cc';
  try {
    execFileSync(compiler, ['-g', '-O1', '-fPIC', '-shared', '-o', 'libsample.so', 'sample.c'], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (error) {
    if (error.code === 'ENOENT') throw new Error(`no C compiler "${compiler}"; install one (Debian: apt-get install gcc) or set CC`);
    throw error;
  }
}

/** Records a program of the folder with the command line; what it prints and how it ends don't matter here. */
export function recordInto(folder, trace, program) {
  mkdirSync(join(folder, trace, '..'), { recursive: true });
  const cli = join(root, 'dist/cli.js');
  const { stderr } = spawnSync(process.execPath, [cli, 'record', '-o', trace, '--', process.execPath, program], { cwd: folder, encoding: 'utf8', timeout: 60_000 });
  if (!existsSync(join(folder, trace))) throw new Error(`${program} was not recorded: ${stderr}`);
  return join(folder, trace);
}

/** Settings that choose an executable and a folder: it leaves a file `marked` when anybody runs it. */
export function addHostileSettings(folder) {
  const program = join(folder, 'node-of-the-workspace');
  writeFileSync(program, `#!/bin/sh\ntouch ${join(folder, 'marked')}\necho v22.0.0\n`, { mode: 0o755 });
  mkdirSync(join(folder, '.vscode'), { recursive: true });
  const settings = { 'ffiscope.nodePath': program, 'ffiscope.outputFolder': join(folder, '.ffiscope/elsewhere'), 'ffiscope.engine': 'step' };
  writeFileSync(join(folder, '.vscode/settings.json'), JSON.stringify(settings));
}
