// A test that vitest runs.
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';

const { fillBytes } = createRequire(import.meta.url)('./sample');

it('fills a buffer', () => {
  const bytes = Buffer.alloc(8);
  fillBytes(bytes, 8, 3);
  expect(bytes[7]).toBe(3);
});
