'use strict';
const { describe, it } = require('node:test');
const assert = require('node:assert');
const { koffi, libc } = require('./index.cjs');

describe('texts', () => {
  const length = libc.func('size_t strlen(const char *text)');

  it('go in, of any length', () => {
    for (const size of [0, 1, 15, 16, 17, 4095, 4096, 100_000]) assert.strictEqual(length('x'.repeat(size)), size);
    assert.strictEqual(length('\u00e4\u20ac'), 5);
    assert.strictEqual(length(Buffer.from('a Buffer\0and more')), 8);
  });

  it('come back', () => {
    assert.strictEqual(libc.func('const char *strchr(const char *text, int character)')('key=value', 61), '=value');
    assert.strictEqual(libc.func('const char *strstr(const char *text, const char *part)')('nothing', 'some'), null);
    assert.strictEqual(libc.func('const char *strerror(int number)')(2), 'No such file or directory');
  });

  it('that the program has to free are freed', () => {
    const Owned = koffi.disposable(null, 'str', libc.func('void free(void *memory)'));
    const copy = libc.func('strdup', Owned, ['str']);
    for (let at = 0; at < 500; at++) assert.strictEqual(copy(`copy ${at}`), `copy ${at}`);
  });

  it('are put together from arguments of any number', () => {
    const print = libc.func('int snprintf(_Out_ uint8_t *to, size_t size, const char *format, ...)');
    const to = Buffer.alloc(24, 0x2e);
    assert.strictEqual(print(to, 16, '%d %s %.1f', 'int', -4, 'const char *', 'four', 'double', 4), 11);
    assert.strictEqual(to.toString('latin1'), `-4 four 4.0\0${'.'.repeat(12)}`);
    assert.strictEqual(print(to, 4, '%s', 'const char *', 'too long'), 8);
    assert.strictEqual(to.toString('latin1', 0, 5), 'too\0o');
  });

  it('are taken apart', () => {
    const toNumber = libc.func('long strtol(const char *text, _Out_ void **end, int base)');
    assert.strictEqual(toNumber('ff', [null], 16), 255);
    const scan = libc.func('int sscanf(const char *text, const char *format, ...)');
    const [year, month] = [Buffer.alloc(4), Buffer.alloc(4)];
    assert.strictEqual(scan('2024-11', '%d-%d', 'void *', year, 'void *', month), 2);
    assert.deepStrictEqual([year.readInt32LE(), month.readInt32LE()], [2024, 11]);
  });

  it('of 16 and 32 bits', () => {
    const wide = libc.func('size_t wcslen(const char32_t *text)');
    assert.strictEqual(wide('w\u00e4h\u20ac'), 4);
    const both = Buffer.from('text\0', 'utf16le');
    assert.strictEqual(koffi.decode(both, 'char16_t', 4), 'text');
  });
});
