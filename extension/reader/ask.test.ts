import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { defaultConfig } from '../../trace/checks/config/schema';
import { bytesSource } from '../../trace/open';
import { sampleTrace } from '../../trace/testing/sample';
import { ask } from './ask';
import { examine } from './examine';

const folder = mkdtempSync(join(tmpdir(), 'ffiscope-reader-'));
const recording = join(folder, 'sample.ffitrace');
const wanted = new AbortController().signal;

beforeAll(async () => {
  writeFileSync(recording, sampleTrace());
  await build({ entryPoints: [fileURLToPath(new URL('worker.ts', import.meta.url))], outfile: join(folder, 'reader.js'), bundle: true, platform: 'node', format: 'cjs' });
});
afterAll(() => rmSync(folder, { recursive: true }));

it('reads a recording in another thread, by its path or from its bytes', async () => {
  const expected = await examine(bytesSource(sampleTrace()), defaultConfig);
  expect(expected.findings.length).toBeGreaterThan(0);
  expect(expected.places.length).toBeGreaterThan(0);
  expect(expected.lines.length).toBeGreaterThan(0);
  expect(await ask(folder, { place: recording, config: defaultConfig }, wanted)).toEqual(expected);
  expect(await ask(folder, { place: sampleTrace(), config: defaultConfig }, wanted)).toEqual(expected);
  expect(await ask(folder, { place: recording, config: null }, wanted)).toEqual({ ...expected, findings: [] });
});

it('says what is wrong with a file, and stops when it is no longer wanted', async () => {
  await expect(ask(folder, { place: fileURLToPath(import.meta.url), config: null }, wanted)).rejects.toThrow('is not an ffiscope trace');
  await expect(ask(folder, { place: join(folder, 'nothing.ffitrace'), config: null }, wanted)).rejects.toThrow('ENOENT');
  const controller = new AbortController();
  const answer = ask(folder, { place: recording, config: defaultConfig }, controller.signal);
  controller.abort(new Error('closed'));
  await expect(answer).rejects.toThrow('closed');
});
