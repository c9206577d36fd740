import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { callsAndAccesses } from './counts';
import { programName, traceFile } from './fileName';
import { ProgressLine } from './progressLine';
import { formatSize, parseSize } from './size';

test.each([
  [['node', 'src/app.js'], 'app'], [['node', '--no-warnings', 'app.mjs', 'x.js'], 'app'], [['/opt/bin/node', 'a.b.cjs'], 'a.b'],
  [['npx', 'tsx', 'app.ts'], 'tsx'], [['./server.sh', 'start'], 'server'], [['node'], 'node'], [['.hidden'], '.hidden'], [[], 'program'],
])('%j is called %s', (command, name) => expect(programName(command)).toBe(name));

test('a trace is named after program and local time, and never replaces another', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ffiscope-name-'));
  const at = new Date(2026, 1, 3, 4, 5, 6);
  const first = traceFile(['node', 'app.js'], folder, at);
  expect(first).toBe(join(folder, 'app-20260203-040506.ffitrace'));
  writeFileSync(first, '');
  expect(traceFile(['node', 'app.js'], folder, at)).toBe(join(folder, 'app-20260203-040506-2.ffitrace'));
  rmSync(folder, { recursive: true });
});

test.each([
  ['0', 0], ['65536', 65536], ['64KiB', 65536], ['64k', 65536], ['1 MiB', 1048576], ['2GiB', 2147483648], ['5b', 5],
  ['', null], ['-1', null], ['1.5k', null], ['1TB', null], ['many', null], ['99999999999999999', null], ['1toString', null],
])('the size %j is %s bytes', (text, bytes) => expect(parseSize(text)).toBe(bytes));

test.each([[0, '0 B'], [1023, '1023 B'], [1024, '1.0 KiB'], [1536, '1.5 KiB'], [1048576 * 132, '132 MiB']])('%d bytes are %s', (bytes, text) => {
  expect(formatSize(bytes)).toBe(text);
});

test('counts are singular, plural, and grouped', () => {
  expect(callsAndAccesses({ calls: 1, accesses: 1 })).toBe('1 call, 1 access');
  expect(callsAndAccesses({ calls: 0, accesses: 61376 })).toBe('0 calls, 61,376 accesses');
});

const progress = { type: 'progress', calls: 2, accesses: 3, bytes: 2048, elapsed: 10 } as const;

test.each([
  ['only stderr is a terminal', true, false, '\r\x1b[Kffiscope: recording, 2 calls, 3 accesses, 2.0 KiB\r\x1b[K'],
  ['the program writes to the same terminal', true, true, ''],
  ['there is no terminal', false, false, ''],
])('the progress line where %s', (_, stderrTTY, stdoutTTY, expected) => {
  let written = '';
  const terminal = (isTTY: boolean): { isTTY: boolean; write(text: string): void } => ({ isTTY, write: text => { written += text; } });
  const line = new ProgressLine(terminal(stderrTTY), terminal(stdoutTTY));
  line.update(progress);
  line.clear();
  line.clear();
  expect(written).toBe(expected);
});
