// The test suites: how each is run, and how its outcome is read from what it writes.
import { join } from 'node:path';
import { outcomeOfCargo, outcomeOfSumLine, outcomeOfVitest } from './outcomes.mjs';
import { root } from './run.mjs';

const results = (name) => join(root, '.cache/tests', `${name}.json`);
const vitest = (name) => ({
  name,
  command: join(root, 'node_modules/.bin/vitest'),
  args: ['run', '--project', name, '--passWithNoTests', '--reporter=default', '--reporter=json', `--outputFile.json=${results(name)}`],
  outcome: () => outcomeOfVitest(results(name)),
  results: results(name),
});

/** Suites of the extension in a real workbench; they print a sum as their last line. */
const workbench = (name) => ({ name, command: process.execPath, args: [`test/host/${name}.mjs`], outcome: outcomeOfSumLine });

/** In the order in which they run: what is quick and near the ground first. */
export const suites = [
  {
    name: 'rust', command: 'cargo',
    args: ['test', '--release', '--workspace', '--locked', '--manifest-path', 'native/Cargo.toml'],
    outcome: outcomeOfCargo,
  },
  ...['unit', 'engines', 'examples', 'findings', 'badinput', 'faults', 'debugging', 'packages', 'browser'].map(vitest),
  ...['inhost', 'drive'].map(workbench),
];
