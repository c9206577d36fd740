// JavaScript that calls nothing native while it is measured, in a program that has made native calls; prints ns of each round.
'use strict';
const { join } = require('node:path');
const koffi = require('koffi');

const nop = koffi.load(join(__dirname, '../build/libworkload.so')).func('void nop(void *buffer)');
nop(Buffer.alloc(4096));

/** Objects, strings, numbers, maps and sorting. */
function round() {
  const people = Array.from({ length: 20_000 }, (_, id) => ({ id, name: `name ${(id * 7919) % 20011}`, tags: [id % 7, id % 11] }));
  const parsed = JSON.parse(JSON.stringify(people));
  const byTag = new Map();
  for (const person of parsed) for (const tag of person.tags) byTag.set(tag, (byTag.get(tag) ?? 0) + person.name.length);
  parsed.sort((a, b) => (a.name < b.name ? -1 : 1));
  const numbers = new Float64Array(200_000);
  for (let i = 1; i < numbers.length; i++) numbers[i] = Math.sqrt(i) + numbers[i - 1] / 2;
  return parsed[0].id + numbers.at(-1) + byTag.size + parsed.map(({ name }) => name.replace(/\d+/, 'x')).join().length;
}

const times = [];
for (let i = -3; i < Number(process.argv[2]); i++) {
  const start = process.hrtime.bigint();
  round();
  if (i >= 0) times.push(Number(process.hrtime.bigint() - start));
}
console.log(JSON.stringify(times));
