import { appendFileSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { Growth } from './growth';

const folder = mkdtempSync(join(tmpdir(), 'ffiscope-growth-'));
const file = join(folder, 'app.ffitrace');
let growth: Growth | undefined;
/** Sizes that were seen, and how many looks were under way at most. */
const seen = { sizes: [] as number[], times: [] as number[], together: 0, most: 0 };

afterEach(async () => {
  growth?.end();
  // A look that is under way must not count for the next test.
  await expect.poll(() => seen.together).toBe(0);
  rmSync(file, { force: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

function begin(): void {
  Object.assign(seen, { sizes: [], times: [], together: 0, most: 0 });
  growth = new Growth(file, async () => {
    seen.most = Math.max(seen.most, ++seen.together);
    seen.times.push(performance.now());
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

test('while it grows without pause looks become rare, and the last bytes are seen all the same', async () => {
  begin();
  writeFileSync(file, '');
  const grown: number[] = [];
  for (const end = performance.now() + 4200; performance.now() < end; await new Promise(resolve => setTimeout(resolve, 5))) {
    appendFileSync(file, '0123456789');
    grown.push(performance.now());
  }
  await expect.poll(() => seen.sizes.at(-1)).toBe(grown.length * 10);
  // On a machine that did not let this test append without pause, it does not say anything about the stretch around the pause.
  const pauses = grown.filter((time, at) => at > 0 && time - (grown[at - 1] as number) > 30);
  const looks = seen.times.filter(time => time < (grown.at(-1) as number));
  const rare = looks.filter((time, at) => at > 0 && time - (looks[at - 1] as number) >= 300).length;
  expect(looks.length - rare).toBeLessThanOrEqual(8 * (1 + pauses.length));
  expect(rare).toBeGreaterThan(pauses.length === 0 ? 1 : -1);
});
