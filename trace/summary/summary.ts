import { placeKey } from '../checks/scan/spots';
import { ByteSet } from '../checks/scan/byteset';
import { AccessFlag, type Call, type Trace } from '../model/types';
import type { Node } from '../format/summary';
import { shortName } from '../queries/fields';
import { scanBlocks, type Verdict } from '../queries/visit';

/** What the last call of a place did to one argument's memory; counts are distinct bytes. */
export interface ArgumentUse { readonly name: string; readonly size: number; readonly read: number; readonly written: number }

/** Calls of one function from one place of the program. */
export interface PlaceSummary {
  readonly function: string;
  readonly file: string | null; readonly line: number | null;
  readonly calls: number;
  readonly lastCall: number;
  readonly uses: readonly ArgumentUse[];
}

/** Places in the order of their first call. Keeps bytes only for the last call of each: memory grows with the places, not with the accesses. */
export async function summarise(trace: Trace): Promise<readonly PlaceSummary[]> {
  const places = new Map<string, { calls: number; last: Call }>();
  for (const call of trace.calls) {
    if (call.function.startsWith('(')) continue;
    places.set(placeKey(call), { calls: (places.get(placeKey(call))?.calls ?? 0) + 1, last: call });
  }
  const bytes = await bytesOf(trace, [...places.values()].map(({ last }) => last));
  return [...places.values()].map(({ calls, last }) => ({
    function: last.function, file: last.site?.file ?? null, line: last.site?.line ?? null, calls, lastCall: last.id,
    uses: last.regions.filter(({ arg, parent }) => arg !== null && parent === null).map(region => ({
      name: shortName(region), size: region.size, read: bytes.get(region.id)?.read.size ?? 0, written: bytes.get(region.id)?.written.size ?? 0,
    })),
  }));
}

interface Bytes { readonly read: ByteSet; readonly written: ByteSet }

async function bytesOf(trace: Trace, calls: readonly Call[]): Promise<ReadonlyMap<number, Bytes>> {
  const bytes = new Map(calls.flatMap(({ regions }) => regions.map(({ id }): [number, Bytes] => [id, { read: new ByteSet(), written: new ByteSet() }])));
  const judge = (node: Node): Verdict => (!node.all || node.regions.some(one => bytes.has(one.region)) ? 'some' : 'none');
  for await (const { block: { length, region, offset, size, flags } } of scanBlocks(trace, { from: 0, to: trace.accessCount, judge })) {
    let [last, known] = [-1, undefined as Bytes | undefined];
    for (let row = 0; row < length; row++) {
      const id = region[row] as number;
      if (id !== last) [last, known] = [id, bytes.get(id)];
      const from = offset[row] as number;
      known?.[((flags[row] as number) & AccessFlag.write) !== 0 ? 'written' : 'read'].add(from, from + (size[row] as number));
    }
  }
  return bytes;
}
