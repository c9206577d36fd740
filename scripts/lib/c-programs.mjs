// The C, C++ and assembler programs of the examples, the tests and the benchmark, and how each is compiled.
import { mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, run } from './run.mjs';
import { once } from './stamp.mjs';

const library = ['-shared', '-fPIC', '-O2', '-g'];

/** One row a program: what it is made of, with which compiler and options. */
export const programs = [
  {
    out: 'examples/mistakes/build/libmistakes.so',
    sources: ['examples/mistakes/mistakes.c'],
    // No vectorising and no inlining: every mistake stays on its own line.
    compiler: 'cc', options: ['-shared', '-fPIC', '-O1', '-g', '-Wall', '-Wextra'],
  },
  {
    out: 'test/fixtures/build/libfixtures.so',
    sources: [...inFolder('test/fixtures/asm', '.S'), 'test/fixtures/src/control.c', 'test/fixtures/src/kernel.c', 'test/fixtures/src/exception.cpp'],
    also: ['test/fixtures/asm/function.inc'],
    compiler: 'c++', options: [...library, '-Wall', '-Wextra', '-Wa,-Itest/fixtures/asm', '-pthread'],
  },
  { out: 'test/fixtures/build/no-ptrace', sources: ['test/fixtures/src/no-ptrace.c'], compiler: 'cc', options: ['-O2', '-Wall', '-Wextra'] },
  { out: 'bench/build/libworkload.so', sources: ['bench/native/workload.c'], compiler: 'cc', options: [...library, '-Wall', '-Wextra'] },
  {
    out: 'bench/build/libclassic.so',
    sources: inFolder('bench/native/classic', '.c'), also: ['bench/native/classic'],
    compiler: 'cc', options: [...library, '-Wall', '-Wextra'],
  },
];

/** Compiles what has changed since the last time; tells the names of what it compiled. */
export async function compilePrograms() {
  const compiled = [];
  for (const program of programs) {
    const { out, sources, also = [], compiler, options } = program;
    const fresh = await once({ name: out.replaceAll('/', '-'), inputs: [...sources, ...also], outputs: [out], also: [compiler, ...options] }, () => {
      mkdirSync(dirname(join(root, out)), { recursive: true });
      run(compiler, [...byLanguage(compiler, options, sources), '-o', out]);
    });
    if (fresh) compiled.push(out);
  }
  return compiled;
}

/** g++ compiles .c files as C++ unless it is told what they are. */
function byLanguage(compiler, options, sources) {
  if (compiler === 'cc') return [...options, ...sources];
  const c = sources.filter((path) => path.endsWith('.c'));
  const rest = sources.filter((path) => !path.endsWith('.c'));
  return [...options, ...rest, '-x', 'c', ...c, '-x', 'none'];
}

function inFolder(folder, extension) {
  return readdirSync(join(root, folder)).filter((name) => name.endsWith(extension)).sort().map((name) => `${folder}/${name}`);
}
