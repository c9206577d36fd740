'use strict';
const { numbers } = require('../memory.cjs');

/** A case that calls one function on one buffer of numbers, and then with further arguments. */
exports.simple = (title, prototype, { values = [0, 0, 9, 0], more = [], ...rest } = {}) => ({
  title,
  ...rest,
  run(library) {
    const value = numbers(values);
    const result = library.func(prototype)(value, ...more);
    return [result, value.toString('hex')];
  },
});
