// 10,000 regions at once, some of which overlap: prints what one call that touches a word in each of them returned, twice.
// While it is recorded, each region is watched; the label says what it is.
'use strict';
const { join } = require('node:path');
const koffi = require('koffi');

const COUNT = 8000;
const BYTES = 64;
const library = koffi.load(join(__dirname, '../../fixtures/build/libfixtures.so'));
const touch = library.func('uint32_t touch_all(const uint64_t *list, size_t count)');

const store = new ArrayBuffer(COUNT * BYTES);
const words = new Uint32Array(store);
const list = new BigUint64Array(COUNT);
const start = koffi.address(store);
for (let i = 0; i < COUNT; i++) {
  words[i * BYTES / 4] = i * 3;
  list[i] = start + BigInt(i * BYTES);
}

const { watch, isEnabled } = process.env.FFISCOPE_CHILD_API ? require(process.env.FFISCOPE_CHILD_API) : { isEnabled: () => false };
if (isEnabled()) {
  for (let i = 0; i < COUNT; i++) {
    watch(new Uint8Array(store, i * BYTES, BYTES), { label: `block ${i}` });
    // Inside the block, and so smaller: what it holds belongs to it.
    if (i % 8 === 0) watch(new Uint8Array(store, i * BYTES, 16), { label: `head ${i}` });
    // Reaches into the block before, and is larger: it gets nothing.
    if (i % 8 === 4) watch(new Uint8Array(store, i * BYTES - 32, 96), { label: `across ${i}` });
  }
}
console.log(touch(list, COUNT), touch(list, COUNT));
