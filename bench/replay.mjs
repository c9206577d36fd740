// `npm run bench:replay [-- --millions 100]`: how long a step, a step back and running back to the writer of a byte take in a large
// recording. `--trace FILE` measures a recording that is there already.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { mainly, root } from '../scripts/lib/run.mjs';
import { table } from './lib/table.mjs';

const REPEATS = 200;
const SESSIONS = 40;
const option = (name, otherwise) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : otherwise);

await mainly(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ffiscope-bench-'));
  try {
    const file = option('--trace') ?? record(folder, Number(option('--millions', '100')));
    await measureFile(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function record(folder, millions) {
  const file = join(folder, 'replay.ffitrace');
  execFileSync(process.execPath, [join(root, 'dist/cli.js'), 'record', '-o', file, '--', process.execPath, join(root, 'bench/store/program.cjs'), String(millions * 1e6)], { stdio: 'ignore' });
  return file;
}

async function measureFile(file) {
  const modules = await cursor();
  const { stepIn, stepOver, stepOut } = modules;
  const handle = await open(file, 'r');
  const { size } = statSync(file);
  const bytes = { size, read: async (offset, length) => {
    const part = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
    await handle.read(part, 0, part.length, offset);
    return part;
  } };
  const started = performance.now();
  const { source, replay, back } = await opening(modules, bytes);
  const opened = performance.now() - started;
  const random = numbers();
  const somewhere = () => replay.access(Math.floor(random() * source.trace.accessCount));
  const rows = [];
  const timed = async (name, prepare, act, repeats = REPEATS) => {
    const times = [];
    for (let at = 0; at < repeats; at++) {
      const from = await prepare();
      const start = performance.now();
      await act(from);
      times.push(performance.now() - start);
    }
    const [first] = times;
    times.sort((a, b) => a - b);
    rows.push([name, `${first.toFixed(2)} ms`, ...[0.5, 0.95, 1].map(share => `${times[Math.min(repeats - 1, Math.floor(share * repeats))].toFixed(2)} ms`)]);
  };
  const lineOf = position => replay.line(position.thread);
  await timed('go to an access', () => Math.floor(random() * source.trace.accessCount), ordinal => replay.access(ordinal));
  await timed('step in', somewhere, from => stepIn(lineOf(from), from, 'forward'));
  await timed('step in, backwards', somewhere, from => stepIn(lineOf(from), from, 'backward'));
  await timed('step over', somewhere, from => stepOver(lineOf(from), from, 'forward'));
  await timed('step out', somewhere, from => stepOut(lineOf(from), from, 'forward'));
  await timed('reverse continue to the writer of a byte', () => writtenByte(source, replay, random), place => back(place));
  // What was read and found out for one session is not there for the next one.
  await timed('the same, first search of a session', async () => {
    const fresh = await opening(modules, bytes);
    return { fresh, place: await writtenByte(fresh.source, fresh.replay, random) };
  }, ({ fresh, place }) => fresh.back(place), SESSIONS);
  console.log(`${source.trace.accessCount.toLocaleString('en-US')} accesses in ${source.trace.calls.length} calls, ${Math.round(size / 2 ** 20)} MiB; opened in ${Math.round(opened)} ms\n`);
  console.log(table(['', 'the first', 'median', '95 %', 'longest'], rows));
  await handle.close();
}

/** A recording as a session opens it, and a run back to the writer of a byte in it. */
async function opening({ Memory, Replay, NEVER, accessesTo, openCursorSource }, bytes) {
  const source = await openCursorSource(bytes);
  const replay = new Replay(source);
  const memory = new Memory(replay);
  const back = ({ from, range }) => replay.run(from, [{ id: 'byte', accesses: accessesTo(source, memory.regions, range, 'write'), boundary: null, counts: () => true }], 'backward', NEVER);
  return { source, replay, back };
}

/** A random place, and a byte of an out parameter of a call some way before it. */
async function writtenByte({ trace }, replay, random) {
  const from = await replay.access(Math.floor((0.1 + 0.9 * random()) * trace.accessCount));
  const before = trace.calls.filter(call => call.end !== null && call.end < from.time && call.regions.some(region => region.direction === 'out'));
  const call = before[Math.floor(random() * before.length)] ?? trace.callById.get(from.call);
  const region = call.regions.find(one => one.direction === 'out') ?? call.regions[0];
  return { from, range: { address: region.address + BigInt(Math.floor(random() * region.size)), size: 1 } };
}

function numbers(seed = 7) {
  return () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
}

/** The cursor, bundled: it is written in TypeScript. */
async function cursor() {
  const stdin = ['replay', 'memory', 'cancel', 'bytes', 'source', 'steps'].map(name => `export * from './trace/cursor/${name}';`).join('\n');
  const { outputFiles: [bundle] } = await build({ stdin: { contents: stdin, resolveDir: root }, bundle: true, write: false, format: 'esm', platform: 'node' });
  return import(`data:text/javascript;base64,${Buffer.from(bundle.contents).toString('base64')}`);
}
