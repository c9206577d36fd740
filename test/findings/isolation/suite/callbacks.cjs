'use strict';
const { describe, it } = require('node:test');
const assert = require('node:assert');
const { koffi, libc } = require('./index.cjs');

describe('callbacks', () => {
  const Compare = koffi.proto('int Order(const void *one, const void *other)');
  const sort = libc.func('void qsort(_Inout_ void *items, size_t count, size_t size, Order *order)');
  const number = (at) => koffi.decode(at, 'int32_t');

  it('order a typed array', () => {
    const items = Int32Array.from({ length: 200 }, (_, at) => (at * 37) % 101);
    const expected = [...items].sort((a, b) => a - b);
    sort(items, items.length, 4, (one, other) => number(one) - number(other));
    assert.deepStrictEqual([...items], expected);
  });

  it('order an array of texts', () => {
    const texts = ['pear', 'fig', 'apple', 'kiwi'];
    const order = libc.func('qsort', 'void', [koffi.inout(koffi.pointer('str')), 'size_t', 'size_t', koffi.pointer(Compare)]);
    order(texts, texts.length, 8, (one, other) => (koffi.decode(one, 'str') < koffi.decode(other, 'str') ? -1 : 1));
    assert.deepStrictEqual(texts, ['apple', 'fig', 'kiwi', 'pear']);
  });

  it('are registered, used several times, and let go', () => {
    let calls = 0;
    const order = koffi.register((one, other) => { calls++; return number(other) - number(one); }, koffi.pointer(Compare));
    const items = new Int32Array([1, 5, 3]);
    sort(items, 3, 4, order);
    sort(items, 2, 4, order);
    koffi.unregister(order);
    assert.deepStrictEqual([...items], [5, 3, 1]);
    assert.ok(calls >= 3);
  });

  it('call native code themselves', () => {
    const length = libc.func('size_t strlen(const char *text)');
    const items = new Int32Array([3, 1, 2]);
    sort(items, 3, 4, (one, other) => length('x'.repeat(number(one))) - length('x'.repeat(number(other))));
    assert.deepStrictEqual([...items], [1, 2, 3]);
  });

  it('pass on what they throw', () => {
    const items = new Int32Array([2, 1]);
    assert.throws(() => sort(items, 2, 4, () => { throw new RangeError('not comparable'); }), { name: 'RangeError', message: 'not comparable' });
  });

  it('find something, and tell where', () => {
    const search = libc.func('void *bsearch(const void *key, const void *items, size_t count, size_t size, Order *order)');
    const items = new Int32Array([2, 4, 8, 16, 32]);
    const order = (one, other) => number(one) - number(other);
    assert.strictEqual(koffi.decode(search(new Int32Array([8]), items, 5, 4, order), 'int32_t'), 8);
    assert.strictEqual(search(new Int32Array([9]), items, 5, 4, order), null);
  });
});
