import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ALLOWED, allows } from './licences.mjs';

test('one of several choices is enough, all of what comes together is needed', () => {
  const allowed = ['MIT', 'ISC', 'Apache-2.0 WITH LLVM-exception'];
  expect(allows('MIT', allowed)).toBe(true);
  expect(allows('GPL-3.0-only OR MIT', allowed)).toBe(true);
  expect(allows('GPL-3.0-only AND MIT', allowed)).toBe(false);
  expect(allows('(MIT AND ISC) OR GPL-2.0-only', allowed)).toBe(true);
  expect(allows('Apache-2.0 WITH LLVM-exception OR GPL-2.0-only', allowed)).toBe(true);
});

test.each(['', 'SEE LICENSE IN file.txt', 'MIT OR', 'whatever'])('%j can\'t be kept', text => expect(allows(text, ['MIT'])).toBe(false));

test('crates and npm packages are held to one list', () => {
  const [, list] = /^allow = \[(.*?)\]/ms.exec(readFileSync('native/deny.toml', 'utf8'));
  expect([...list.matchAll(/"(.*?)"/g)].map(([, name]) => name)).toEqual(ALLOWED);
});
