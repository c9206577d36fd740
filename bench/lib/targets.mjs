// The rows of the benchmark: what is measured, on which function, and what is asked of the fast engine.

/** Functions of the workload (bench/functions.cjs), by what is asked: nanoseconds an access, or times the untraced call. */
export const functionRows = [
  { row: 'vector sum', name: 'sum_vec', metric: 'access' },
  { row: 'scalar sum', name: 'sum_nv', metric: 'access', must: 5, aim: 2.5 },
  { row: 'byte fill', name: 'fill', metric: 'access', must: 5, aim: 2.5 },
  { row: 'struct touch', name: 'update', metric: 'access', must: 5, aim: 2.5 },
  { row: 'qsort', name: 'sort', metric: 'access', must: 5, aim: 2.5 },
  { row: 'zlib round trip', name: 'zlib', metric: 'ratio', must: 2.2, aim: 1.4 },
  { row: 'sqlite query', name: 'sqlite', metric: 'ratio', must: 3.5, aim: 2 },
  { row: 'JPEG decode', name: 'jpeg', metric: 'ratio', must: 3, aim: 1.6 },
  { row: 'rep movsb 64 KiB', name: 'rep_move', metric: 'ratio', must: 3, aim: 1.2 },
];

/** What is asked of single figures, by row and metric. */
export const targets = {
  'call with a 4 KiB buffer': { added: { must: 5, aim: 0.5 } },
  'first call into zlib': { wait: { must: 50, aim: 10 } },
  'first call into zlib, again': { wait: { must: 50, aim: 2 } },
  'koffi script': { ratio: { must: 3, aim: 1.5 } },
  'JavaScript outside calls': { ratio: { must: 1.05, aim: 1 } },
  '100 M accesses, strided': { file: { must: 2, aim: 0.5 }, recorder: { must: 256, aim: 128 }, child: { must: 64, aim: 32 } },
  '100 M accesses, random': { file: { must: 6, aim: 3 }, recorder: { must: 256, aim: 128 }, child: { must: 64, aim: 32 } },
};
for (const { row, metric, must, aim } of functionRows) if (must) targets[row] = { [metric]: { must, aim } };

export const units = { access: 'ns/access', ratio: 'x', added: 'us', wait: 'ms', time: 'us', file: 'bytes/access', recorder: 'MiB', child: 'MiB' };
