// Functions that are made, called, and thrown away with their code, so that other code comes to lie exactly where theirs was. Run with
// --expose-gc and --stress-flush-code. Prints the files and lines of each call's stack as the program itself sees them, as JSON lines.
'use strict';
const koffi = require('koffi');
const { runInThisContext } = require('node:vm');

const abs = koffi.load('libc.so.6').func('int abs(int value)');
const rounds = 60;
const printed = [];

function note(below) {
  const kept = [Error.stackTraceLimit, Error.prepareStackTrace];
  Error.stackTraceLimit = 5;
  Error.prepareStackTrace = (_, sites) => sites.map((site) => [site.getFileName() ?? '', site.getLineNumber()]);
  const holder = {};
  Error.captureStackTrace(holder, below);
  const { stack } = holder;
  [Error.stackTraceLimit, Error.prepareStackTrace] = kept;
  printed.push(stack);
}

function made(round, k) {
  const lines = '\n'.repeat((round * 7 + k) % 23);
  return runInThisContext(`(function (note, abs) {${lines}note(note); abs(3); })`, { filename: `/made/${round}-${k}.js` });
}

setImmediate(() => {
  for (let round = 0; round < rounds; round++) {
    for (let k = 0; k < 40; k++) made(round, k)(note, abs);
    globalThis.gc();
    globalThis.gc();
  }
  console.log(printed.map((stack) => JSON.stringify(stack)).join('\n'));
});
