'use strict';
const { describe, it } = require('node:test');
const assert = require('node:assert');
const { koffi, libc, libm } = require('./index.cjs');

describe('numbers', () => {
  it('of every width come back as they are', () => {
    assert.strictEqual(libc.func('int abs(int)')(-5), 5);
    assert.strictEqual(libc.func('long labs(long)')(-(2 ** 40)), 2 ** 40);
    assert.strictEqual(libc.func('int64_t llabs(int64_t)')(-(2n ** 62n)), 2n ** 62n);
    assert.strictEqual(libc.func('uint16_t htons(uint16_t)')(0x1234), 0x3412);
    assert.strictEqual(libc.func('uint32_t htonl(uint32_t)')(0x12345678), 0x78563412);
    assert.strictEqual(libc.func('toupper', 'int', ['int'])(97), 65);
  });

  it('with a fraction', () => {
    assert.strictEqual(libm.func('double hypot(double, double)')(3, 4), 5);
    assert.strictEqual(libm.func('float fabsf(float)')(-0.5), 0.5);
    assert.strictEqual(libm.func('double ldexp(double, int)')(0.75, 4), 12);
  });

  it('through pointers, in arrays of one', () => {
    const [exponent, whole] = [[0], [0]];
    assert.strictEqual(libm.func('double frexp(double value, _Out_ int *exponent)')(12, exponent), 0.75);
    assert.strictEqual(libm.func('double modf(double value, _Out_ double *whole)')(-3.25, whole), -0.25);
    assert.deepStrictEqual([exponent, whole], [[4], [-3]]);
  });

  it('through pointers, in typed arrays', () => {
    const whole = new Float64Array(2);
    libm.func('double modf(double value, double *whole)')(9.5, whole.subarray(1));
    assert.deepStrictEqual([...whole], [0, 9]);
  });

  it('of the wrong kind are refused', () => {
    assert.throws(() => libc.func('int abs(int)')('five'), TypeError);
    assert.throws(() => libc.func('int abs(int)')(), TypeError);
    assert.throws(() => libc.func('int no_such_function(int)'), /no_such_function/);
  });

  it('are as wide as the compiler says', () => {
    assert.deepStrictEqual(['char', 'short', 'int', 'long', 'long long', 'size_t', 'float', 'double', 'void *'].map((type) => koffi.sizeof(type)), [1, 2, 4, 8, 8, 8, 4, 8, 8]);
  });
});
