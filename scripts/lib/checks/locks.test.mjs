import { expect, test } from 'vitest';
import { cargoProblems, npmProblems } from './locks.mjs';

test('a manifest that changed without its lock file is found', () => {
  const lock = { packages: { '': { dependencies: { a: '^1' } }, 'node_modules/a': { version: '1.0.0', integrity: 'sha512-x' } } };
  expect(npmProblems({ dependencies: { a: '^1' } }, lock)).toEqual([]);
  expect(npmProblems({ dependencies: { a: '^2' } }, lock).join()).toContain('a ^1, package.json wants ^2');
  expect(npmProblems({ dependencies: { a: '^1', b: '^1' } }, lock).join()).toContain('b (not at all)');
});

test('a package without a hash, or with an address, is found', () => {
  const lock = { packages: { '': {}, 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { integrity: 'sha512-x', resolved: 'https://example.org/b.tgz' } } };
  expect(npmProblems({}, lock)).toEqual([expect.stringContaining('node_modules/a without a hash'), expect.stringContaining('registry for node_modules/b')]);
});

test('a crate from elsewhere, or without a checksum, is found', () => {
  const registry = 'source = "registry+https://github.com/rust-lang/crates.io-index"';
  expect(cargoProblems(`[[package]]\nname = "ours"\n\n[[package]]\nname = "a"\n${registry}\nchecksum = "00"\n`)).toEqual([]);
  expect(cargoProblems(`[[package]]\nname = "a"\n${registry}\n`)).toEqual(['Cargo.lock pins a without a checksum']);
  expect(cargoProblems('[[package]]\nname = "b"\nsource = "git+https://example.org/b"\nchecksum = "00"\n')).toEqual([expect.stringContaining('takes b from git+')]);
});
