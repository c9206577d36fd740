import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { root } from './run.mjs';
import { hashOf, once } from './stamp.mjs';

let folder;
let name;
const inside = (path) => relative(root, join(folder, path));

beforeEach(() => {
  mkdirSync(join(root, '.cache'), { recursive: true });
  folder = mkdtempSync(join(root, '.cache/stamp-test-'));
  name = `test-${process.pid}`;
  writeFileSync(join(folder, 'input'), 'one');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
  rmSync(join(root, '.cache/stamps', name), { force: true });
});

const work = (also) => once({ name, inputs: [inside('input')], outputs: [inside('output')], also }, () => writeFileSync(join(folder, 'output'), ''));

test('work is done once, and again when inputs, options or outputs change', async () => {
  expect(await work()).toBe(true);
  expect(await work()).toBe(false);
  writeFileSync(join(folder, 'input'), 'two');
  expect(await work()).toBe(true);
  expect(await work(['-O2'])).toBe(true);
  expect(await work(['-O2'])).toBe(false);
  rmSync(join(folder, 'output'));
  expect(await work(['-O2'])).toBe(true);
});

test('work that fails is not taken for done', async () => {
  const failing = once({ name, inputs: [inside('input')], outputs: [] }, () => { throw new Error('no'); });
  await expect(failing).rejects.toThrow('no');
  expect(await work()).toBe(true);
});

test('a file that was renamed changes the hash, and built folders do not', () => {
  const before = hashOf([inside('.')]);
  mkdirSync(join(folder, 'target'));
  writeFileSync(join(folder, 'target/built'), 'x');
  expect(hashOf([inside('.')])).toBe(before);
  writeFileSync(join(folder, 'other'), '');
  expect(hashOf([inside('.')])).not.toBe(before);
});
