import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkGlibc, compareVersions, neededGlibc } from './glibc.mjs';

test('versions are numbers between dots', () => {
  expect(['2.34', '2.4', '2.28', '2.2.5'].sort(compareVersions)).toEqual(['2.2.5', '2.4', '2.28', '2.34']);
});

test('a library that imports a newer symbol is refused, and named', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ffiscope-glibc-'));
  try {
    const library = join(folder, 'needs.so');
    writeFileSync(join(folder, 'needs.c'), '#include <unistd.h>\nlong ask(void) { return gettid() + getpid(); }\n');
    execFileSync('cc', ['-D_GNU_SOURCE', '-shared', '-fPIC', '-o', library, join(folder, 'needs.c')]);
    expect(neededGlibc(library)).toBe('2.30');
    expect(() => checkGlibc(library, '2.28')).toThrow('needs.so needs glibc 2.30, newer than the 2.28 that packages promise');
    expect(() => checkGlibc(library, '2.30')).not.toThrow();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
