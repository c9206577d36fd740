import { appendFileSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { Growth } from './growth';

const folder = mkdtempSync(join(tmpdir(), 'ffiscope-growth-'));
const file = join(folder, 'app.ffitrace');
let growth: Growth | undefined;
/** Sizes that were seen, and how many looks were under way at most. */
const seen = { sizes: [] as number[], together: 0, most: 0 };

afterEach(() => { growth?.end(); rmSync(file, { force: true }); });
afterAll(() => rmSync(folder, { recursive: true }));

function begin(): void {
  Object.assign(seen, { sizes: [], together: 0, most: 0 });
  growth = new Growth(file, async () => {
    seen.most = Math.max(seen.most, ++seen.together);
    await new Promise(resolve => setTimeout(resolve, 5));
    seen.sizes.push(statSync(file, { throwIfNoEntry: false })?.size ?? -1);
    seen.together--;
    return 0;
  });
}

test('a file is looked at when it comes, whenever it grows, and when another takes its place; one look at a time', async () => {
  begin();
  await expect.poll(() => seen.sizes.at(-1)).toBe(-1);
  writeFileSync(file, 'header');
  await expect.poll(() => seen.sizes.at(-1)).toBe(6);
  for (let part = 0; part < 50; part++) appendFileSync(file, '0123456789');
  await expect.poll(() => seen.sizes.at(-1)).toBe(506);
  writeFileSync(`${file}.new`, 'other');
  renameSync(`${file}.new`, file);
  await expect.poll(() => seen.sizes.at(-1)).toBe(5);
  appendFileSync(file, 'and more');
  await expect.poll(() => seen.sizes.at(-1)).toBe(13);
  expect(seen.most).toBe(1);
});

test('after its end nothing is looked at', async () => {
  begin();
  await expect.poll(() => seen.sizes.length).toBeGreaterThan(0);
  growth?.end();
  await expect.poll(() => seen.together).toBe(0);
  const looks = seen.sizes.length;
  writeFileSync(file, 'more');
  await new Promise(resolve => setTimeout(resolve, 250));
  expect(seen.sizes).toHaveLength(looks);
});
