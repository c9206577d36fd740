import type { Recording } from '../model/recording';
import type { CrashEvent } from '../model/events';
import { AccessFlag, type Call, type Finding, type Insn, type Region } from '../model/types';
import { shortName } from '../queries/fields';
import { bytes, hex, signedOffset } from '../text/numbers';
import { sourcePlace } from '../text/places';
import { finding } from './finding';

/** Distance up to which a region is worth naming. */
const NEAR = 1 << 20;

/** A signal ended a call: the faulting address, what it lies in or next to, the access that did it. */
export async function crash(trace: Recording): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const event of trace.crashes) found.push(await describe(trace, event));
  return found;
}

async function describe(trace: Recording, event: CrashEvent): Promise<Finding> {
  const call = event.call === null ? null : trace.callById.get(event.call) ?? null;
  const insn = event.insn === null ? null : trace.insnById.get(event.insn) ?? null;
  const near = nearest(trace, call, event.address);
  const access = call && insn ? await lastAccessBy(trace, call, insn.id) : null;
  return finding('crash', 'error', `${what(event, call, insn)}: address ${hex(event.address)}${near ? `, ${near.words}` : ''}.`, {
    ...(call && { call: call.id, function: call.function, site: call.site }),
    ...(near && { region: near.region.id, offset: near.offset }),
    ...(access && { access: access.seq, ordinal: access.ordinal }),
    ...(insn && { module: insn.module, symbol: insn.symbol, file: insn.file, line: insn.line }),
  });
}

function what(event: CrashEvent, call: Call | null, insn: Insn | null): string {
  return `${event.signal} ended ${call ? call.function : 'the program'}${insn ? ` at ${sourcePlace(insn)}` : ''}`;
}

function nearest(trace: Recording, call: Call | null, address: bigint): { region: Region; offset: number; words: string } | null {
  const candidates = call?.regions.length ? call.regions : [...trace.regionById.values()].filter(region => region.call === null);
  let best: { region: Region; distance: bigint } | null = null;
  for (const region of candidates) {
    const end = region.address + BigInt(region.size);
    const distance = address < region.address ? region.address - address : address >= end ? address - end + 1n : 0n;
    if (best === null || distance < best.distance) best = { region, distance };
  }
  if (!best || best.distance > NEAR) return null;
  const offset = Number(address - best.region.address);
  return { region: best.region, offset, words: words(best.region, offset) };
}

function words(region: Region, offset: number): string {
  const name = shortName(region);
  const size = bytes(region.size);
  if (offset < 0) return `${bytes(-offset)} in front of ${name} (${size})`;
  if (offset >= region.size) return offset === region.size ? `directly behind ${name} (${size})` : `${bytes(offset - region.size)} behind the end of ${name} (${size})`;
  return `in ${name} ${signedOffset(offset)} (${size})`;
}

/** The call's last access, if the crashing instruction did it. */
async function lastAccessBy(trace: Recording, call: Call, insn: number): Promise<{ readonly seq: number; readonly ordinal: number } | null> {
  if (call.lastOrdinal <= call.firstOrdinal) return null;
  const block = await trace.blockAt(call.lastOrdinal - 1);
  const row = call.lastOrdinal - 1 - block.firstOrdinal;
  const bySelf = ((block.flags[row] as number) & AccessFlag.kernel) === 0;
  return bySelf && block.insn[row] === insn && block.call[row] === call.id ? { seq: block.firstSeq + row, ordinal: call.lastOrdinal - 1 } : null;
}
