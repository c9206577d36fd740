// A test that mocha runs.
const assert = require('node:assert');
const { fillBytes } = require('./sample');

it('fills a buffer', () => {
  const bytes = Buffer.alloc(8);
  fillBytes(bytes, 8, 3);
  assert.strictEqual(bytes[7], 3);
});
