import { expect, it } from 'vitest';
import { compileFilter } from '../state/filter';
import { bytesSource, openTrace } from '../../trace/open';
import { sampleTrace } from '../../trace/testing/sample';
import { heatFromIndex, loadHeat, type FileHeat } from './heat';

const trace = await openTrace(bytesSource(sampleTrace()));
const { signal } = new AbortController();
const sum = (files: readonly FileHeat[], kind: string): number => files.filter(file => file.kind === kind).reduce((total, file) => total + file.accesses, 0);

it('counts every access once by its native line and once by the JavaScript line that called', async () => {
  const files = await loadHeat({ trace, call: null, matcher: null, signal });
  expect(sum(files, 'native') + sum(files, 'library')).toBe(trace.accessCount);
  expect(sum(files, 'javascript')).toBe(trace.accessCount);
});

it('keeps to a call and to the filter', async () => {
  const call = trace.calls.find(each => each.function === 'parse_header')!;
  const files = await loadHeat({ trace, call: call.id, matcher: null, signal });
  const header = files.find(file => file.file.endsWith('header.c'))!;
  expect(header.accesses).toBe(call.reads + call.writes);
  const { matcher } = compileFilter('kind:write', trace);
  const writes = await loadHeat({ trace, call: call.id, matcher, signal });
  expect(sum(writes, 'javascript')).toBe(call.writes);
  expect(writes.flatMap(file => file.lines).every(line => line.reads === 0)).toBe(true);
});

it('names functions, and the bytes of a line', async () => {
  const files = await loadHeat({ trace, call: null, matcher: null, signal });
  const line = files.find(file => file.file.endsWith('header.c'))!.lines[0]!;
  expect(line.name).toBe('parse_header');
  expect(line.bytesRead + line.bytesWritten).toBeGreaterThan(0);
});

it('is the same from the index, but that bytes of a call count once', async () => {
  const [read, indexed] = [await loadHeat({ trace, call: null, matcher: null, signal }), await heatFromIndex(trace, signal)];
  const native = (files: readonly FileHeat[]): unknown => files.filter(({ kind }) => kind !== 'javascript').map(({ file, lines }) => [file, lines.map(({ insns: _, ...line }) => line)]);
  expect(native(indexed)).toEqual(native(read));
  expect(sum(indexed, 'javascript')).toBe(trace.accessCount);
});
