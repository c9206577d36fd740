// Calls from places that are hard to tell apart by addresses: code that is optimised, moved, thrown away and made again, recursion,
// callbacks, generators, and async functions whose callers are not on the stack. Run with --expose-gc.
// Prints the files and lines of each call's stack as the program itself sees them, as JSON lines.
'use strict';
const koffi = require('koffi');
const { Worker, isMainThread, workerData } = require('node:worker_threads');

const abs = koffi.load('libc.so.6').func('int abs(int value)');
/** Frames that the recorder compares. */
const COMPARED = 5;
const printed = [];

/** Calls, and notes from where: on one line each, so that both stacks are the same. */
function note(below) {
  const kept = [Error.stackTraceLimit, Error.prepareStackTrace];
  Error.stackTraceLimit = COMPARED;
  Error.prepareStackTrace = (_, sites) => sites.map((site) => [site.getFileName() ?? '', site.getLineNumber()]);
  const holder = {};
  Error.captureStackTrace(holder, below);
  const { stack } = holder;
  [Error.stackTraceLimit, Error.prepareStackTrace] = kept;
  printed.push(stack);
}

const one = () => { note(note); abs(1); };
function two(n) {
  if (n % 3 === 0) { note(note); abs(1); }
  else if (n % 3 === 1) { note(note); abs(2); }
  else one();
}
const three = (n) => (n > 0 ? three(n - 1) : two(7));

function* steps() {
  for (;;) {
    yield one();
    yield two(3);
    yield two(1);
  }
}

/** A function of its own each time, whose code takes the place of that of one before. */
function made(n) {
  const lines = '\n'.repeat(n % 17);
  return new Function('note', 'abs', `${lines}note(note); abs(3);\n//# sourceURL=/made/${n}.js`);
}

/** With collections in between, some lie exactly where others have been. */
function again(times) {
  for (let n = 0; n < times; n++) {
    for (let k = 0; k < 100; k++) made(n * 101 + k)(note, abs);
    for (let k = 0; k < 5; k++) globalThis.gc();
  }
}

async function waits(n) {
  await null;
  note(note); abs(n);
  await undefined;
  note(note); abs(n);
}
async function outer(n) { await waits(n); }
async function other(n) {
  await waits(n);
}

async function all(rounds) {
  again(3);
  const generator = steps();
  for (let n = 0; n < rounds; n++) {
    two(n);
    three(n % 9);
    generator.next();
    [1, 2].forEach(one);
    [n].map(() => two(n));
    made(n)(note, abs);
    if (n % 10 === 0) globalThis.gc();
    if (n % 20 === 0) for (let k = 0; k < 30; k++) two(k);
    if (n % 10 === 0) {
      await waits(n);
      await outer(n);
      await other(n);
      await Promise.all([outer(n), other(n), waits(n)]);
    }
  }
}

const rounds = isMainThread ? Number(process.argv[2]) : workerData;
// Not from here, whose stack is that of a module being loaded.
setImmediate(() => all(rounds).then(() => {
  if (isMainThread) new Worker(__filename, { workerData: 200 });
  console.log(printed.map((stack) => JSON.stringify(stack)).join('\n'));
}));
