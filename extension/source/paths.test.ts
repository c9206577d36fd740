import { expect, test } from 'vitest';
import { locateBelow, mapped, placePath } from './paths';

test('places are paths or file URLs', () => {
  expect(placePath('/w/app.js')).toBe('/w/app.js');
  expect(placePath('file:///w/my%20app.mjs')).toBe('/w/my app.mjs');
  expect(placePath('node:internal/modules/cjs/loader')).toBeNull();
  expect(placePath('<anonymous>')).toBeNull();
  expect(placePath('app.c')).toBeNull();
});

test('a trace climbs out of no folder that people chose', () => {
  expect(placePath('/w/../../../etc/passwd')).toBe('/etc/passwd');
  expect(placePath('file:///w/%2e%2e/%2e%2e/etc/passwd')).toBe('/etc/passwd');
  expect(placePath('../../etc/passwd')).toBeNull();
  expect(placePath('\\\\server\\share\\x.c')).toBeNull();
  const anywhere = (): boolean => true;
  for (const path of ['../../etc/passwd', '/build/../../etc/passwd', '/build/..\\..\\etc/passwd']) {
    expect(locateBelow(path, '/src', anywhere)).toBeNull();
    expect(mapped(path, [{ from: '/build', to: '/src' }])).toEqual([]);
  }
});

test('the longest mapping comes first', () => {
  const mappings = [{ from: '/build', to: '/a' }, { from: '/build/zlib', to: '/b' }, { from: '/bui', to: '/c' }];
  expect(mapped('/build/zlib/deflate.c', mappings)).toEqual(['/b/deflate.c', '/a/zlib/deflate.c']);
  expect(mapped('/other/deflate.c', mappings)).toEqual([]);
});

test('a chosen folder is matched with the longest end of the path', () => {
  const files = new Set(['/src/zlib/deflate.c', '/src/deflate.c']);
  const exists = (path: string): boolean => files.has(path);
  expect(locateBelow('/build/1.2/zlib/deflate.c', '/src', exists))
    .toEqual({ found: '/src/zlib/deflate.c', mapping: { from: '/build/1.2', to: '/src' } });
  expect(locateBelow('/deflate.c', '/src/', exists)).toEqual({ found: '/src/deflate.c', mapping: { from: '', to: '/src' } });
  expect(locateBelow('/build/inflate.c', '/src', exists)).toBeNull();
});

test('what was located is found through its mapping', () => {
  const exists = (path: string): boolean => path === '/src/zlib/deflate.c';
  const located = locateBelow('/build/zlib/deflate.c', '/src', exists);
  expect(mapped('/build/zlib/inflate.c', located ? [located.mapping] : [])).toEqual(['/src/zlib/inflate.c']);
});
