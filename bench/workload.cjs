// The measured program: calls each function of the workload through koffi and prints how long each call took, in ns.
// Arguments: SIZES (`full`, `small`, `tiny`), REPEATS, and `classic` when the classic tracer is to watch.
'use strict';
const { classicArena, plainArena } = require('./arena.cjs');
const { ARENA, functionsOf, sizes } = require('./functions.cjs');

const [sizesName, repeatsText, how] = process.argv.slice(2);
const repeats = Number(repeatsText);
const arena = how === 'classic' ? classicArena(ARENA) : plainArena(ARENA);

/** Runs one function after two calls that nobody measures. */
function measure({ name, prepare, call, times = 1 }) {
  const measured = [];
  const accesses = [];
  for (let i = -2; i < repeats * times; i++) {
    prepare?.();
    arena.begin();
    const start = process.hrtime.bigint();
    call();
    const spent = Number(process.hrtime.bigint() - start);
    const seen = arena.end();
    if (i >= 0) measured.push(spent);
    if (i >= 0 && seen !== null) accesses.push(seen);
  }
  return { name, times: measured, accesses };
}

for (const row of functionsOf(arena, sizes[sizesName])) console.log(JSON.stringify(measure(row)));
