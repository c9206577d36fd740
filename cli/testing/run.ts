import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Result { readonly status: number | null; readonly stdout: string; readonly stderr: string }

/** The command line, bundled into a folder of its own as it is shipped. */
export async function bundleCli(): Promise<{ folder: string; run(...args: string[]): Promise<Result>; runIn(cwd: string, ...args: string[]): Promise<Result>; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'ffiscope-cli-'));
  const script = join(folder, 'cli.js');
  await build({ absWorkingDir: root, entryPoints: ['cli/main.ts'], outfile: script, bundle: true, platform: 'node', format: 'cjs', target: 'node20', logLevel: 'error' });
  return { folder, run: (...args) => run(process.execPath, [script, ...args]), runIn: (cwd, ...args) => run(process.execPath, [script, ...args], cwd), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export function run(command: string, args: readonly string[], cwd?: string): Promise<Result> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], timeout: 30_000 });
    const text = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (part: string) => { text.stdout += part; });
    child.stderr.setEncoding('utf8').on('data', (part: string) => { text.stderr += part; });
    child.on('error', reject).on('close', status => resolve({ status, ...text }));
  });
}
