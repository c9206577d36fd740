'use strict';
const { describe, it } = require('node:test');
const assert = require('node:assert');
const { koffi, libc } = require('./index.cjs');

describe('structs', () => {
  koffi.struct('Time', {
    second: 'int', minute: 'int', hour: 'int', day: 'int', month: 'int', year: 'int', weekday: 'int', yearDay: 'int', summer: 'int', offset: 'long', zone: 'const char *',
  });
  const toTime = libc.func('void *gmtime_r(const int64_t *seconds, _Out_ Time *time)');
  const fromTime = libc.func('int64_t timegm(_Inout_ Time *time)');

  it('are filled', () => {
    const time = {};
    toTime([1_700_000_000], time);
    assert.deepStrictEqual({ ...time }, { second: 20, minute: 13, hour: 22, day: 14, month: 10, year: 123, weekday: 2, yearDay: 317, summer: 0, offset: 0, zone: 'GMT' });
  });

  it('are changed in place', () => {
    const time = { second: 70, minute: 59, hour: 23, day: 31, month: 11, year: 99, weekday: 0, yearDay: 0, summer: 0, offset: 0, zone: null };
    assert.strictEqual(fromTime(time), 946_684_810);
    assert.deepStrictEqual([time.second, time.minute, time.hour, time.day, time.month, time.year], [10, 0, 0, 1, 0, 100]);
  });

  it('are read in several ways', () => {
    const format = libc.func('size_t strftime(_Out_ uint8_t *to, size_t size, const char *format, const Time *time)');
    const to = Buffer.alloc(32);
    const time = {};
    toTime(new BigInt64Array([86_400n]), time);
    assert.strictEqual(format(to, to.length, '%Y-%m-%d', time), 10);
    assert.strictEqual(to.toString('latin1', 0, 10), '1970-01-02');
  });

  it('lie where the last call had them, by which zlib knows its stream', () => {
    koffi.struct('Stream', {
      next_in: 'void *', avail_in: 'uint', total_in: 'ulong', next_out: 'void *', avail_out: 'uint', total_out: 'ulong', msg: 'const char *', state: 'void *',
      zalloc: 'void *', zfree: 'void *', opaque: 'void *', data_type: 'int', adler: 'ulong', reserved: 'ulong',
    });
    const zlib = koffi.load('libz.so.1', { deep: true });
    const stream = { avail_in: 0, total_in: 0, avail_out: 0, total_out: 0, data_type: 0, adler: 0, reserved: 0 };
    for (const name of ['next_in', 'next_out', 'msg', 'state', 'zalloc', 'zfree', 'opaque']) stream[name] = null;
    assert.strictEqual(zlib.func('int deflateInit_(_Inout_ Stream *stream, int level, const char *version, int size)')(stream, 6, '1.2.11', 112), 0);
    assert.strictEqual(zlib.func('int deflateReset(_Inout_ Stream *stream)')(stream), 0);
    assert.strictEqual(zlib.func('int deflateEnd(_Inout_ Stream *stream)')(stream), 0);
  });

  it('are given back by value', () => {
    koffi.struct('Quotient', { quotient: 'int', rest: 'int' });
    assert.deepStrictEqual({ ...libc.func('Quotient div(int value, int by)')(17, 5) }, { quotient: 3, rest: 2 });
  });

  it('nest, hold arrays and texts, and lie as in C', () => {
    const Inner = koffi.struct({ flag: 'bool', value: 'double' });
    const Outer = koffi.struct({ name: koffi.array('char', 5, 'String'), inner: koffi.array(Inner, 2), tail: 'uint8_t' });
    assert.deepStrictEqual([koffi.sizeof(Inner), koffi.alignof(Inner), koffi.sizeof(Outer), koffi.offsetof(Outer, 'tail')], [16, 8, 48, 40]);
    const bytes = Buffer.alloc(koffi.sizeof(Outer));
    koffi.encode(bytes, Outer, { name: 'abc', inner: [{ flag: true, value: 1.5 }, { flag: false, value: -2 }], tail: 9 });
    assert.deepStrictEqual([bytes.readDoubleLE(16), bytes.readDoubleLE(32), bytes[8], bytes[40]], [1.5, -2, 1, 9]);
    assert.strictEqual(koffi.decode(bytes, Outer).name, 'abc');
  });

  it('without gaps, and unions', () => {
    assert.strictEqual(koffi.sizeof(koffi.pack({ a: 'char', b: 'double' })), 9);
    const Either = koffi.union({ whole: 'uint64_t', parts: koffi.array('uint32_t', 2) });
    assert.deepStrictEqual([...koffi.decode(Buffer.from('0100000002000000', 'hex'), Either).parts], [1, 2]);
  });
});
