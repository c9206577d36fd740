import { expect, it } from 'vitest';
import { parsePrototype } from './prototype';

it.each([
  ['int f()', []],
  ['int f(void)', []],
  ['int f(int)', [[null, 1]]],
  ['int f(unsigned int, long long, unsigned long long x)', [[null, 1], [null, 1], ['x', 1]]],
  ['void *memcpy(_Out_ void *dst, const uint8_t* src, size_t n);', [['dst', 2], ['src', 1], ['n', 1]]],
  ['int f(_Inout_ MyType *, MyType t, struct point p, struct point)', [[null, 3], ['t', 1], ['p', 1], [null, 1]]],
  ['const char *f(const char *const *argv, str! given)', [['argv', 1], ['given', 1]]],
  ['int __stdcall f(_In_ int *größe)', [['größe', 1]]],
])('reads %s', (text, expected) => {
  expect(parsePrototype(text).parameters.map(({ name, directions }) => [name, directions])).toEqual(expected);
});

it('sees that further arguments may follow', () => {
  expect(parsePrototype('int printf(const char *format, ...)')).toMatchObject({ variadic: true, parameters: [{ name: 'format' }] });
});
