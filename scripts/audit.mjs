// `npm run audit`: known holes in what we depend on. Advisories come over the network; a list that can't be asked is named, and is a failure with
// `--strict` only. `--advisory-db FOLDER` takes a clone of RustSec's advisory-db that is already here.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { askCrates, askNpm } from './lib/advisories.mjs';
import { Failure, mainly } from './lib/run.mjs';

const HELP = `npm run audit [-- --strict] [--advisory-db FOLDER]
  --strict             a list of advisories that can't be asked is a failure
  --advisory-db FOLDER a clone of RustSec's advisory-db, instead of the network`;

await mainly(() => {
  const { strict, database, help } = options();
  if (help) return void console.log(HELP);
  if (database && !existsSync(resolve(database, '.git'))) throw new Failure(`${database} is no clone of RustSec's advisory-db: it has no .git`);
  const rows = [askNpm(), askCrates(database && resolve(database))];
  for (const { name, state, text } of rows) console.log(`${name.padEnd(7)}${state}${text ? `: ${text}` : ''}`);
  const [holes, unasked] = ['holes', 'not asked'].map(wanted => rows.filter(({ state }) => state === wanted));
  if (unasked.length > 0) console.log(`${unasked.length} of ${rows.length} lists of advisories could not be asked; run it again with a network`);
  process.exitCode = holes.length > 0 || (strict && unasked.length > 0) ? 1 : 0;
});

function options() {
  try {
    const { values } = parseArgs({ options: { 'strict': { type: 'boolean' }, 'advisory-db': { type: 'string' }, 'help': { type: 'boolean' } } });
    return { strict: values.strict, database: values['advisory-db'], help: values.help };
  } catch (error) {
    throw new Failure(`${error.message}\n${HELP}`);
  }
}
