import { expect, it } from 'vitest';
import { bytesSource, openTrace } from '../open';
import { TraceBuilder } from '../testing/builder';
import { summarise } from './summary';

it('tells for each place how often it called, and what its last call did to each argument', async () => {
  const builder = new TraceBuilder();
  const fn = { name: 'fill', library: 'l.so', params: [['dst', 'uint8_t *', 'out'], ['src', 'uint8_t *', 'in']] as const };
  for (const written of [16, 10]) {
    const { regions: [dst = 0, src = 0] } = builder.begin({ fn, line: 4, args: ['', ''], regions: [{ label: 'arg 0 dst', size: 16, arg: 0 }, { label: 'arg 1 src', size: 8, arg: 1 }] });
    for (let at = 0; at < written; at++) builder.access({ region: dst, offset: at, size: 1, write: true, line: 1 });
    builder.access({ region: src, offset: 0, size: 4, line: 2 });
    builder.access({ region: src, offset: 2, size: 4, line: 2 });
    builder.end();
  }
  builder.begin({ fn, line: 9, args: ['', ''], regions: [] });
  builder.end();
  const found = await summarise(await openTrace(bytesSource(builder.finish())));
  expect(found).toMatchObject([
    { function: 'fill', line: 4, calls: 2, lastCall: 2, uses: [{ name: 'dst', size: 16, read: 0, written: 10 }, { name: 'src', size: 8, read: 6, written: 0 }] },
    { function: 'fill', line: 9, calls: 1, uses: [] },
  ]);
});
