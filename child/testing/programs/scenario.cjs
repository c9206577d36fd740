// What every integration program does, with the koffi it was given: prints each result, so that a traced run can be compared.
'use strict';
const { promisify } = require('node:util');

exports.run = async (koffi, libraryPath) => {
  const print = (...values) => console.log(...values);
  const old = koffi.version.startsWith('2');
  const refused = (run) => { try { run(); print('no error'); } catch (error) { print(error.name, error.message, error.stack.split('\n').length); } };

  koffi.struct('Point', { x: 'double', y: 'double', z: 'double', id: 'int32_t' });
  koffi.struct('Series', { name: 'const char *', values: 'int32_t *', count: 'uint32_t' });
  koffi.struct('Weighted', { text: 'const char *', weight: 'double' });
  const NumberType = koffi.union('Number', { real: 'double', whole: 'int64_t' });
  const Compare = koffi.proto('int Compare(const int32_t *a, const int32_t *b)');
  const library = koffi.load(libraryPath);
  const libc = koffi.load('libc.so.6');

  const scaled = library.func('Point scaled(const Point *from, double by)');
  print(scaled({ x: 1, y: 2, z: 3, id: 7 }, 2), scaled.name, scaled.length, Object.keys(scaled), String(scaled.info.name));
  print(library.func('int64_t total(const Series *series)')({ name: 'squares', values: [1, 4, 9], count: 3 }));
  print(library.func('lengths', 'size_t', ['const char **', 'size_t'])(['one', 'three'], 2));
  print(library.func('size_t by_value(int a, int b, int c, int d, int e, Weighted w, const char *last)')(1, 2, 3, 4, 5, { text: 'by value', weight: 2 }, 'end'));
  const store = new Uint8Array(32);
  library.func('void fill(_Out_ uint8_t *out, size_t size, uint8_t with)')(store.subarray(8, 24), 16, 5);
  print(store.join());
  const point = {};
  library.func('void set_point(_Out_ Point *out)')(point);
  print(point);
  const number = new koffi.Union(NumberType);
  number.real = 5;
  library.func('void half(_Inout_ Number *number)')(number);
  print(number.real);

  const best = library.func('int best(const int32_t *values, size_t count, Compare *compare)');
  print(best([3, 9, 4], 3, (a, b) => koffi.decode(a, 'int32_t') - koffi.decode(b, 'int32_t')));
  const registered = koffi.register((a, b) => koffi.decode(b, 'int32_t') - koffi.decode(a, 'int32_t'), koffi.pointer(Compare));
  print(best(new Int32Array([3, 9, 1]), 3, registered));
  koffi.unregister(registered);
  refused(() => best([1, 2], 2, () => { throw new RangeError('from the callback'); }));

  const name = [null];
  library.func('int name_of(_Out_ char **out)')(name);
  print(name);
  const text = ['banana'.padEnd(16, '\0')];
  library.func('widen', 'void *', [koffi.inout('char16_t *')])(text);
  print(text);
  const snprintf = libc.func('int snprintf(_Out_ uint8_t *to, size_t size, const char *format, ...)');
  const buffer = Buffer.alloc(32);
  print(snprintf(buffer, 32, '%d %s %.2f', 'int', 12, 'const char *', 'words', 'double', 1.5), buffer.toString('latin1').replace(/\0+$/, ''));
  const HeapString = koffi.disposable('HeapString', 'str', libc.func('void free(void *)'));
  print(libc.func('strdup', HeapString, ['str'])('copied'));
  const block = koffi.alloc('int32_t', 4);
  library.func('void fill(void *out, size_t size, uint8_t with)')(block, 16, 1);
  print(koffi.decode(block, 'int32_t', 4), new Uint8Array(koffi.view(block, 16))[3]);
  koffi.free(block);
  const Unary = koffi.proto('int Unary(int value)');
  const pointer = old ? libc.symbol('abs', Unary) : libc.symbol('abs');
  print(koffi.call(pointer, Unary, -3), koffi.decode(pointer, Unary)(-4));

  refused(() => scaled());
  refused(() => scaled({ x: 'text' }, 1));
  refused(() => library.func('int absent(void)'));
  refused(() => library.func('nonsense'));

  const slow = promisify(library.func('void fill(_Inout_ uint8_t *out, size_t size, uint8_t with)').async);
  const parts = [1, 2, 3, 4].map((value) => ({ value, bytes: new Uint8Array(8) }));
  await Promise.all(parts.map(({ value, bytes }) => slow(bytes, 8, value)));
  print(parts.map(({ bytes }) => bytes.join('')).join(' '));
  await slow('text', 4, 1).catch((error) => print(error.name, error.message));
  library.unload();
  print('done');
};
