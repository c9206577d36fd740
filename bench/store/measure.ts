// Asks a recording what the views ask, and prints one JSON object: `measure.mjs FILE`. bench/store.mjs bundles and starts it.
import { open } from 'node:fs/promises';
import { compileFilter } from '../../trace/filter/filter';
import { openTrace } from '../../trace/open';
import { accessesThat } from '../../trace/queries/accesses-to';
import { bytesAt } from '../../trace/queries/contents';
import { countThat } from '../../trace/queries/count';
import { nextAccess, previousAccess } from '../../trace/queries/next';
import { byLine } from '../../trace/queries/totals';
import type { Call, Region } from '../../trace/model/types';

const FILTERS = ['kind:write', 'kind:write size>=4', 'offset:16..32', 'line:workload.c kind:read or call:3..9', 'fn:compress2 kind:write'];
const MIB = 1 << 20;
const STEPS = 100;

const handle = await open(process.argv[2] as string);
const { size } = await handle.stat();
const source = {
  size,
  async read(offset: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
    await handle.read(bytes, 0, bytes.length, offset);
    return bytes;
  },
};

const NAMES = ['open', 'next', 'first', 'count', 'bytes', 'lines'] as const;
/** Milliseconds of each question, and of the processor's time that they took: other work on the machine does not show in these. */
const figures = Object.fromEntries(NAMES.map(name => [name, { ms: [] as number[], cpu: [] as number[] }])) as Record<typeof NAMES[number], { ms: number[]; cpu: number[] }>;

async function took<T>(name: typeof NAMES[number], work: () => Promise<T>): Promise<T> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  figures[name].ms.push(performance.now() - start);
  figures[name].cpu.push((user + system) / 1000);
  return result;
}

const trace = await took('open', () => openTrace(source));

const large = trace.calls.flatMap((call): [Call, Region][] => call.regions.filter(region => region.size === MIB).map(region => [call, region]));
for (let step = 0; step < STEPS; step++) {
  const [, region] = large[(step * 7919) % large.length] as [Call, Region];
  const range = { region: region.id, offset: (step * 50_021) % MIB, size: 4 };
  const from = Math.floor((trace.accessCount * step) / STEPS);
  await took('next', () => nextAccess(trace, range, from));
  await took('next', () => previousAccess(trace, range, from));
}
for (const text of FILTERS) {
  const { filter } = compileFilter(text, trace);
  if (!filter) throw new Error(`${text} is no filter`);
  await took('first', async () => { for await (const { rows } of accessesThat(trace, filter)) if (rows.length > 0) break; });
  await took('count', () => countThat(trace, filter));
}
const filled = large.filter(([call]) => call.lastOrdinal - call.firstOrdinal >= MIB / 8);
for (let at = 0; at < 20; at++) {
  const [call, region] = (filled.length > 0 ? filled : large)[at % (filled.length || large.length)] as [Call, Region];
  const moment = Math.floor(call.firstOrdinal + (call.lastOrdinal - call.firstOrdinal) * ((at % 9) / 9));
  await took('bytes', () => bytesAt(trace, region.id, moment));
}
await took('lines', () => byLine(trace));
console.log(JSON.stringify({ accesses: trace.accessCount, calls: trace.calls.length, size, figures, memory: process.resourceUsage().maxRSS / 1024 }));
await handle.close();
