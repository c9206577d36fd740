// Runs the suites inside a desktop VS Code, which is downloaded when needed: `node test/host/desktop.mjs [trusted|untrusted]`
// VSCODE names an executable to use instead. Computers without a desktop run inhost.mjs, which loads the same suites.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { buildSuite } from './buildSuite.mjs';
import { root } from './paths.mjs';
import { Results } from './report.mjs';
import { makeWorkspace, recordInto } from './workspace.mjs';

const results = new Results('vscode-desktop');
const entry = await buildSuite();
for (const set of ['trusted', 'untrusted']) if (!process.argv[2] || process.argv[2] === set) await runSet(set);
process.exit(results.finish());

async function runSet(set) {
  const profile = mkdtempSync(join(tmpdir(), 'ffiscope-desktop-'));
  const resultFile = join(profile, 'results.json');
  const workspace = makeWorkspace(set);
  if (set === 'untrusted') recordInto(workspace, 'kept.ffitrace', 'app.js');
  try {
    await runTests({
      ...(process.env.VSCODE ? { vscodeExecutablePath: process.env.VSCODE } : {}),
      extensionDevelopmentPath: root,
      extensionTestsPath: entry,
      extensionTestsEnv: { FFISCOPE_TEST_RESULTS: resultFile, FFISCOPE_TEST_SET: set },
      launchArgs: [workspace, '--user-data-dir', profile, ...(set === 'trusted' ? ['--disable-workspace-trust'] : [])],
    // Failed tests are in the results as well.
    }).catch(error => console.error(String(error)));
    for (const { title, error, ms } of JSON.parse(readFileSync(resultFile, 'utf8'))) results.add(title, error, ms);
  } catch (error) {
    results.add(`the ${set} set runs to its end`, error, 0);
  } finally {
    rmSync(profile, { recursive: true, force: true });
  }
}
