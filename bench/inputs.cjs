// What the measured functions work on; the same in every run.
'use strict';

/** Numbers that look random, each from the one before. */
function* numbers(seed) {
  for (;;) {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    yield seed;
  }
}

/** Fills a buffer with text that compresses about as well as prose does. */
function prose(view) {
  const words = 'the call reads and writes bytes of memory that no one else sees until it returns to where it was made'.split(' ');
  const next = numbers(7);
  for (let at = 0; at < view.length;) at += view.write(`${words[(next.next().value >> 8) % words.length]} `, at);
}

/** Fills a buffer with 32-bit numbers in no order. */
function shuffled(view) {
  const next = numbers(11);
  for (let at = 0; at + 4 <= view.length; at += 4) view.writeInt32LE(next.next().value, at);
}

module.exports = { prose, shuffled };
