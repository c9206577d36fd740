// The C, C++ and assembler programs of the examples, the tests and the benchmark, and how each is compiled.
import { mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, run } from './run.mjs';
import { once } from './stamp.mjs';

const library = ['-shared', '-fPIC', '-O2', '-g'];

/** One row a program: what it is made of (`also`: files that the sources include), and how. */
export const programs = [
  {
    out: 'examples/mistakes/build/libmistakes.so',
    sources: ['examples/mistakes/mistakes.c'],
    // No vectorising and no inlining: every mistake stays on its own line.
    options: ['-shared', '-fPIC', '-O1', '-g'],
  },
  // As with the mistakes.
  { out: 'examples/cases/build/libcases.so', sources: ['examples/cases/cases.c'], options: ['-shared', '-fPIC', '-O1', '-g'] },
  {
    out: 'test/fixtures/build/libfixtures.so',
    sources: [
      ...inFolder('test/fixtures/asm', '.S'), 'test/fixtures/src/exception.cpp',
      ...['control', 'dynamic', 'flow', 'kernel', 'moved', 'places', 'processes', 'signals', 'system', 'threads'].map((name) => `test/fixtures/src/${name}.c`),
    ],
    also: ['test/fixtures/asm/function.inc'],
    options: [...library, '-Wa,-Itest/fixtures/asm', '-pthread', '-Wl,-z,nodelete'], libraries: ['-lstdc++'],
  },
  { out: 'test/fixtures/build/libcontainers.so', sources: ['test/fixtures/src/containers.cpp'], options: [...library, '-std=c++17'], libraries: ['-lstdc++'] },
  { out: 'test/fixtures/build/libmore1.so', sources: ['test/fixtures/src/more.c'], options: library },
  { out: 'test/fixtures/build/libmore2.so', sources: ['test/fixtures/src/more.c'], options: [...library, '-DSECOND'] },
  // It uses addresses below 2 GiB in absolute form, but has nothing of its own there.
  { out: 'test/fixtures/build/libsequences.so', sources: ['test/fixtures/src/sequences.c'], options: library },
  { out: 'test/fixtures/build/no-ptrace', sources: ['test/fixtures/src/no-ptrace.c'], options: ['-O2'] },
  { out: 'test/faults/build/hostile', sources: ['test/faults/programs/hostile.c'], options: ['-O1', '-g'] },
  { out: 'test/faults/build/libfaults.so', sources: ['test/faults/programs/faults.c'], options: ['-shared', '-fPIC', '-O1', '-g', '-pthread'] },
  { out: 'test/faults/build/libconditions.so', sources: ['test/faults/programs/conditions.c'], options: ['-shared', '-fPIC', '-O1', '-g'] },
  { out: 'bench/build/libworkload.so', sources: ['bench/native/workload.c', 'bench/native/jpeg.c'], options: library, libraries: ['-ldl'] },
  {
    out: 'bench/build/runner', sources: ['bench/native/peers/runner.c', 'bench/native/workload.c', 'bench/native/jpeg.c'],
    options: ['-O2', '-g'], libraries: ['-ldl'],
  },
  { out: 'bench/build/libqemu-log.so', sources: ['bench/native/peers/qemu-log.c'], options: library },
  {
    out: 'test/findings/build/libfindings.so',
    sources: inFolder('test/findings/native', '.c'),
    // As with the mistakes: one line, one access, unless a function says otherwise.
    options: ['-shared', '-fPIC', '-O1', '-g', '-pthread'],
  },
  {
    out: 'bench/build/libclassic.so',
    sources: inFolder('bench/native/classic', '.c'), also: ['bench/native/classic'],
    options: library,
  },
];

/** Compiles what has changed since the last time; tells the names of what it compiled. */
export async function compilePrograms() {
  const compiled = [];
  for (const { out, sources, also = [], options, libraries = [] } of programs) {
    const command = ['-Wall', '-Wextra', ...options, ...sources, ...libraries, '-o', out];
    const fresh = await once({ name: out.replaceAll('/', '-'), inputs: [...sources, ...also], outputs: [out], also: command }, () => {
      mkdirSync(dirname(join(root, out)), { recursive: true });
      run('cc', command);
    });
    if (fresh) compiled.push(out);
  }
  return compiled;
}

function inFolder(folder, extension) {
  return readdirSync(join(root, folder)).filter((name) => name.endsWith(extension)).sort().map((name) => `${folder}/${name}`);
}
