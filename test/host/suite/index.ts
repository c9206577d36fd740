// Runs the suite inside an extension host: under @vscode/test-electron on a desktop, or in the browser workbench.
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';

interface Row { readonly title: string; readonly ok: boolean; readonly ms: number; readonly error?: string }

/** FFISCOPE_TEST_RESULTS names the file for the results, FFISCOPE_TEST_SET the set: `trusted` or `untrusted`. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'tdd', timeout: 60_000, color: false, grep: process.env['FFISCOPE_TEST_GREP'] ?? '' });
  const set = process.env['FFISCOPE_TEST_SET'] ?? 'trusted';
  for (const file of readdirSync(join(__dirname, set)).filter(name => name.endsWith('.test.js'))) mocha.addFile(join(__dirname, set, file));
  const rows: Row[] = [];
  const failures = await new Promise<number>(resolve => {
    const runner = mocha.run(resolve);
    runner.on('pass', test => rows.push({ title: test.fullTitle(), ok: true, ms: test.duration ?? 0 }));
    runner.on('fail', (test, error: Error) => rows.push({ title: test.fullTitle(), ok: false, ms: test.duration ?? 0, error: error.stack ?? String(error) }));
  });
  const file = process.env['FFISCOPE_TEST_RESULTS'];
  if (file !== undefined) writeFileSync(file, JSON.stringify(rows));
  if (failures > 0) throw new Error(`${failures} tests failed`);
}
