// `npm run demo`: set-up when needed, then records the examples and shows what their libraries did with their buffers.
// `npm run demo -- --open` goes on to a real VS Code workbench in the browser, with the extension and a recording open.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { table } from '../bench/lib/table.mjs';
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

const objects = (args, allowed) => ffiscope([...args, '--json'], { allowed }).stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line));

function show({ name, title, program, look }) {
  const file = `${out}/${name}.ffitrace`;
  console.log(`\n${bold(title)}`);
  console.log(`$ npx ffiscope record -o ${file} -- node ${program}`);
  rmSync(join(root, file), { force: true });
  const recorded = ffiscope(['record', '-o', file, '--', process.execPath, program], { allowed: null });
  if (!existsSync(join(root, file))) throw new Failure(`${program} was not recorded: ${recorded.stderr.trim()}`);
  console.log(indented(recorded.stdout + recorded.stderr));
  const touched = touchedTable(objects(['calls', file]), objects(['accesses', file]));
  if (touched) console.log(`\n${indented(touched)}`);
  if (look) console.log(`  -> ${look}`);
  if (objects(['check', file], [0, 1]).length) console.log(`\n$ npx ffiscope check ${file}\n${indented(ffiscope(['check', file], { allowed: [0, 1] }).stdout)}`);
  ffiscope(['report', file, '-o', `${out}/${name}.html`]);
}

const bold = (text) => (process.stdout.isTTY ? `\x1b[1m${text}\x1b[0m` : text);
const indented = (text) => text.trimEnd().replace(/^/gm, '  ');

/** One row a recording: its file for VS Code, its page for a browser. */
function howToOpen() {
  const rows = examples.map(({ name }) => [`code ${out}/${name}.ffitrace`, `${out}/${name}.html`]);
  console.log(`
${bold('Look closer')}
${indented(table(['in VS Code', 'in any browser'], rows, [0, 1]))}

VS Code needs the extension, once: npm run package && code --install-extension dist/ffiscope-linux-x64-*.vsix
Without a VS Code at hand, \`npm run demo -- --open\` opens the first one in a workbench in the browser.`);
}

await mainly(async () => {
  await setUp();
  mkdirSync(join(root, out), { recursive: true });
  for (const example of examples) show(example);
  howToOpen();
  if (process.argv.includes('--open')) await (await import('./demo/open.mjs')).openWorkbench(`${out}/zlib.ffitrace`);
});
