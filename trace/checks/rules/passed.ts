import type { Call, Region, Trace } from '../../model/types';

/** Regions whose contents are looked through for a pointer; with more of them, one may be there. */
const MOST_LOOKED_AT = 4096;

/** The program gave a pointer to the region in this call: as a number, or in memory that it passed. */
export async function isPassed(trace: Trace, call: Call, region: Region): Promise<boolean> {
  if (isNumber(call, region)) return true;
  for (const given of call.regions) if (await holdsPointer(trace, given, region)) return true;
  return false;
}

/** The same for this call and all before it; where there are too many to look through, it counts as passed. */
export async function isPassedByNow(trace: Trace, call: Call, region: Region): Promise<boolean> {
  const earlier = trace.calls.filter(({ id }) => id <= call.id);
  if (earlier.some(each => isNumber(each, region))) return true;
  const given = earlier.flatMap(({ regions }) => regions);
  if (given.length > MOST_LOOKED_AT) return true;
  for (const each of given) if (isInside(each.address, region) || await holdsPointer(trace, each, region)) return true;
  return false;
}

function isInside(address: bigint, region: Region): boolean {
  return address >= region.address && address < region.address + BigInt(Math.max(1, region.size));
}

function isNumber(call: Call, region: Region): boolean {
  return call.args.some(({ value }) => /^(?:0x[\da-f]+|\d+n?)$/.test(value) && isInside(BigInt(value.replace(/n$/, '')), region));
}

async function holdsPointer(trace: Trace, { id, lent }: Region, region: Region): Promise<boolean> {
  const bytes = await trace.snapshot(id, 'before');
  if (bytes === null || (lent && bytes.length < 8)) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at + 8 <= bytes.length; at += 8) if (isInside(view.getBigUint64(at, true), region)) return true;
  return false;
}
