/** Files that are no recordings, or not whole: every command that reads one says so in one line. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../lib/record';
import { ffiscope, inRoot } from '../lib/run';

const commands: readonly string[][] = [['calls', '--json'], ['accesses', '--json'], ['check', '--json'], ['info', '--json'], ['report'], ['calls']];

/** Bytes of the file header; see trace/format/FORMAT.md. */
const HEADER = 32;
const Block = { info: 1, accesses: 4, pages: 5, index: 7, summary: 8, values: 9 } as const;
let whole: Buffer;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ffiscope-test-'));
  try {
    const file = join(folder, 'whole.ffitrace');
    const { status, stderr } = await ffiscope(['record', '-o', file, '--', process.execPath, inRoot('examples/zlib/main.js')]);
    expect(stderr).toMatch(/^ffiscope: 3 calls, [\d,]+ accesses in .*\n$/);
    expect(status).toBe(0);
    whole = readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

const notTraces: readonly [string, (path: string) => void][] = [
  ['missing', () => undefined],
  ['empty', (path) => writeFileSync(path, '')],
  ['text', (path) => writeFileSync(path, 'text, not a recording\n'.repeat(40))],
  ['random', (path) => writeFileSync(path, noise(5000))],
  ['cut inside its header', (path) => writeFileSync(path, whole.subarray(0, HEADER - 1))],
  ['from a newer version', (path) => writeFileSync(path, withMajor(whole, 2))],
];

describe.each(notTraces)('a file that is %s', (_, make) => {
  for (const [command = '', ...options] of commands) {
    test(`${[command, ...options].join(' ')} answers with 2 and one line`, async () => {
      const path = join(temporaryFolder(), 'bad.ffitrace');
      make(path);
      const { status, stdout, stderr, hung } = await ffiscope([command, path, ...options]);
      expect({ status, stdout, hung }).toEqual({ status: 2, stdout: '', hung: false });
      expect(stderr.trimEnd().split('\n')).toHaveLength(1);
      expect(stderr).toContain(path);
    });
  }
});

test('a newer version is named with both numbers', async () => {
  const path = join(temporaryFolder(), 'newer.ffitrace');
  writeFileSync(path, withMajor(whole, 7));
  const { stderr } = await ffiscope(['calls', path]);
  expect(stderr).toMatch(/\b7\b/);
  expect(stderr).toMatch(/\b1\b/);
});

test('a recording cut at any place opens up to its last whole block and says so', async () => {
  const path = join(temporaryFolder(), 'cut.ffitrace');
  const places = [HEADER, HEADER + 7, ...[0.2, 0.4, 0.6, 0.8].map((part) => Math.floor(whole.length * part)), whole.length - 1];
  for (const length of places) {
    writeFileSync(path, whole);
    truncateSync(path, length);
    const { status, stdout, stderr, hung } = await ffiscope(['info', path, '--json']);
    expect({ length, status, hung }).toEqual({ length, status: 0, hung: false });
    const { cutShort } = JSON.parse(stdout) as { cutShort: { byte: number } | null };
    // The index at the end is only for speed: a recording that lost nothing but a part of it is whole.
    if (length < whole.length - 1) expect(cutShort?.byte).toBeLessThanOrEqual(length);
    if (cutShort) expect(stderr).toContain('cut short');
  }
});

test('a byte that was changed is found by the checksum of its block', async () => {
  const path = join(temporaryFolder(), 'changed.ffitrace');
  for (const { type, payload } of blocks(whole)) {
    const changed = Buffer.from(whole);
    changed.writeUInt8(changed.readUInt8(payload) ^ 0xff, payload);
    writeFileSync(path, changed);
    const { status, stderr, hung } = await ffiscope(['accesses', path, '--json']);
    // What is read at once ends the recording there; accesses are read when they are asked for; pages, the indexes and values here never.
    const expected = { [Block.accesses]: [2, 'is damaged at byte'], [Block.pages]: [0, ''], [Block.index]: [0, ''], [Block.summary]: [0, ''], [Block.values]: [0, ''] }[type] ?? [0, 'cut short at byte'];
    expect({ type, status, hung }).toEqual({ type, status: expected[0], hung: false });
    expect(stderr).toContain(expected[1]);
  }
}, 30_000);

test('commands that write do not touch the recording', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'kept.ffitrace');
  writeFileSync(path, whole);
  const copy = join(folder, 'copy.ffitrace');
  copyFileSync(path, copy);
  expect((await ffiscope(['report', path, '-o', join(folder, 'report.html')])).status).toBe(0);
  expect(readFileSync(path).equals(readFileSync(copy))).toBe(true);
});

/** The blocks of a recording: their types, and where their contents begin. */
function blocks(file: Buffer): { type: number; payload: number }[] {
  const found = [];
  for (let at = HEADER; at + 32 <= file.length - 16; at += 32 + file.readUInt32LE(at + 8)) found.push({ type: file.readUInt16LE(at + 4), payload: at + 32 });
  return found;
}

function withMajor(file: Buffer, major: number): Buffer {
  const changed = Buffer.from(file);
  changed.writeUInt16LE(major, 8);
  changed.writeUInt32LE(crc32(changed.subarray(0, 28)), 28);
  return changed;
}

/** Bytes that look random and are the same in every run. */
function noise(size: number): Buffer {
  let seed = 1;
  return Buffer.from(Array.from({ length: size }, () => (seed = (seed * 48271) % 2147483647) & 0xff));
}
