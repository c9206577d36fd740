// `npm run demo`: set-up when needed, then records the examples and shows what their libraries did with their buffers.
// `npm run demo -- --open` goes on to a real VS Code workbench in the browser, with the extension and a recording open.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { examples } from './demo/examples.mjs';
import { touchedTable } from './demo/touched.mjs';
import { Failure, mainly, root } from './lib/run.mjs';
import { setUp } from './setup.mjs';

const out = 'demo-out';
const LIMIT = 120_000;

/** The command line as a user types it; returns what it printed. */
function ffiscope(args, { allowed = [0] } = {}) {
  const done = spawnSync(process.execPath, [join(root, 'dist/cli.js'), ...args], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 30, timeout: LIMIT });
  if (done.error) throw new Failure(`ffiscope ${args.join(' ')}: ${done.error.message}`);
  if (allowed && !allowed.includes(done.status)) throw new Failure(`ffiscope ${args.join(' ')} ended with ${done.status}: ${done.stderr.trim()}`);
  return done;
}

const objects = (args) => ffiscope([...args, '--json']).stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line));

function show({ name, title, program, touched }) {
  const file = `${out}/${name}.ffitrace`;
  console.log(`\n\x1b[1m${title}\x1b[0m`);
  console.log(`$ npx ffiscope record -o ${file} -- node ${program}`);
  const recorded = ffiscope(['record', '-o', file, '--', process.execPath, program], { allowed: null });
  if (!existsSync(join(root, file))) throw new Failure(`${program} was not recorded: ${recorded.stderr.trim()}`);
  console.log(indented(recorded.stdout));
  if (touched) console.log(`\n${indented(touchedTable(objects(['calls', file]), objects(['accesses', file])))}`);
  else console.log(`$ npx ffiscope check ${file}\n${indented(ffiscope(['check', file], { allowed: [0, 1] }).stdout)}`);
  ffiscope(['report', file, '-o', `${out}/${name}.html`]);
}

const indented = (text) => text.trimEnd().replace(/^/gm, '  ');

function howToOpen() {
  console.log(`
Each recording is in ${out}/, as .ffitrace and as a page that needs nothing but a browser:
  ${out}/zlib.html, and so on
In VS Code: \`npm run package\`, then \`code --install-extension dist/ffiscope-linux-x64-*.vsix\`, then
  ${examples.map(({ name }) => `code ${out}/${name}.ffitrace`).join('\n  ')}
Without a VS Code at hand: \`npm run demo -- --open\` shows the same in a workbench in the browser.`);
}

await mainly(async () => {
  await setUp();
  mkdirSync(join(root, out), { recursive: true });
  for (const example of examples) show(example);
  howToOpen();
  if (process.argv.includes('--open')) await (await import('./demo/open.mjs')).openWorkbench(`${out}/zlib.ffitrace`);
});
