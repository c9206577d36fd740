'use strict';
const { describe, it } = require('node:test');
const assert = require('node:assert');
const { koffi, libc } = require('./index.cjs');

describe('memory', () => {
  const copy = libc.func('void *memcpy(_Out_ void *to, const void *from, size_t bytes)');
  const set = libc.func('void *memset(_Out_ void *to, int value, size_t bytes)');
  const compare = libc.func('int memcmp(const void *one, const void *other, size_t bytes)');

  it('of views is theirs alone', () => {
    const all = new Uint8Array(64);
    set(all.subarray(16, 32), 7, 16);
    assert.deepStrictEqual(all.indexOf(7), 16);
    assert.deepStrictEqual(all.lastIndexOf(7), 31);
    set(new Uint16Array(all.buffer, 40, 2), 8, 4);
    set(all.buffer, 9, 2);
    assert.deepStrictEqual([all[0], all[1], all[2], all[39], all[40], all[43], all[44]], [9, 9, 0, 0, 8, 8, 0]);
  });

  it('is copied between buffers of all sizes', () => {
    for (const size of [1, 7, 8, 63, 64, 65, 4095, 4096, 4097, 1_000_000]) {
      const from = Buffer.allocUnsafe(size);
      for (let at = 0; at < size; at++) from[at] = (at * 7) % 251;
      const to = new Uint8Array(size);
      copy(to, from, size);
      assert.strictEqual(compare(to, from, size), 0);
      assert.strictEqual(Buffer.compare(Buffer.from(to.buffer), from), 0);
    }
  });

  it('of the pool is shared by what is cut from it, and nothing else changes', () => {
    const parts = Array.from({ length: 200 }, (_, at) => Buffer.from(`part ${at}`));
    set(parts[100], 0x2a, parts[100].length);
    assert.strictEqual(parts[100].toString(), '********');
    assert.deepStrictEqual([99, 101, 150].map((at) => parts[at].toString()), ['part 99', 'part 101', 'part 150']);
  });

  it('of koffi.alloc stays until it is freed', () => {
    const block = koffi.alloc('int32_t', 4);
    koffi.encode(block, 'int32_t', [1, 2, 3, 4], 4);
    set(block, 255, 4);
    assert.deepStrictEqual([...koffi.decode(block, 'int32_t', 4)], [-1, 2, 3, 4]);
    const view = new Int32Array(koffi.view(block, 16));
    view[3] = 40;
    assert.strictEqual(koffi.decode(block, 12, 'int32_t'), 40);
    koffi.free(block);
  });

  it('of the library is read where it points', () => {
    const made = libc.func('void *calloc(size_t count, size_t size)')(4, 2);
    koffi.encode(made, 2, 'uint16_t', 700);
    assert.deepStrictEqual([...koffi.decode(made, 'uint16_t', 4)], [0, 700, 0, 0]);
    libc.func('void free(void *memory)')(made);
  });

  it('comes and goes in great number', () => {
    let sum = 0;
    for (let round = 0; round < 200; round++) {
      const buffers = Array.from({ length: 20 }, (_, at) => Buffer.allocUnsafeSlow(at * 100 + 1));
      for (const buffer of buffers) set(buffer, round, buffer.length);
      sum += buffers.reduce((all, buffer) => all + buffer[buffer.length - 1], 0);
    }
    assert.strictEqual(sum, 20 * ((199 * 200) / 2));
  });
});
