import { expect, test } from 'vitest';
import { AccessFlag } from '../model/types';
import { bytesSource, openTrace } from '../open';
import { sampleTrace } from '../testing/sample';
import { scanBlocks } from '../queries/visit';
import { lineUses } from './lines';

test('lines add up what their instructions and calls did, as counted access by access', async () => {
  const trace = await openTrace(bytesSource(sampleTrace()));
  const sums = new Map<string, { reads: number; writes: number; bytesRead: number; bytesWritten: number }>();
  for await (const { block } of scanBlocks(trace, { from: 0, to: trace.accessCount, judge: () => 'all' })) {
    for (let row = 0; row < block.length; row++) {
      const insn = trace.insnById.get(block.insn[row]!);
      if (!insn || insn.file === null) continue;
      const key = `${insn.file}:${insn.line}`;
      const sum = sums.get(key) ?? { reads: 0, writes: 0, bytesRead: 0, bytesWritten: 0 };
      sums.set(key, sum);
      const write = (block.flags[row]! & AccessFlag.write) !== 0;
      sum[write ? 'writes' : 'reads']++;
      sum[write ? 'bytesWritten' : 'bytesRead'] += block.size[row]!;
    }
  }
  const uses = await lineUses(trace);
  const native = uses.filter(({ kind }) => kind === 'native');
  expect(sums.size).toBeGreaterThan(5);
  expect(new Map(native.map(({ file, line, reads, writes, bytesRead, bytesWritten }) => [`${file}:${line}`, { reads, writes, bytesRead, bytesWritten }]))).toEqual(sums);
  const script = uses.filter(({ kind }) => kind === 'javascript');
  expect(script.reduce((sum, { calls }) => sum + calls, 0)).toBe(trace.calls.filter(call => call.site).length);
  expect(script.find(({ functions }) => functions.includes('sqlite3_exec'))).toMatchObject({ file: expect.stringContaining('store.js'), line: 44, calls: 1 });
});
