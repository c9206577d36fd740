// Mistake: `low` and `high` are results, but nothing says so. Without `_Out_` koffi copies them in and never back.
'use strict';
const { library } = require('./library.js');

const findRange = library.func('void find_range(const int32_t *values, int count, int32_t *low, int32_t *high)');

const values = new Int32Array([21, 19, 24, 22]);
const [low, high] = [[0], [0]];
findRange(values, values.length, low, high);

console.log(`from ${low[0]} to ${high[0]}`);
