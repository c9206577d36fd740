import type { Recording } from '../../model/recording';
import type { CrashEvent } from '../../model/events';
import type { Call, Region } from '../../model/types';
import { shortName } from '../../queries/fields';
import { baseName } from '../../text/places';
import { hex, thousands } from '../../text/numbers';
import { byteCount, named } from '../words';

/** What lies at an address that could not be touched. */
export interface AddressPlace {
  readonly words: string;
  readonly region: Region | null;
  readonly offset: number | null;
  /** The call that the memory was lent to, when that had ended. */
  readonly lender: Call | null;
}

/** Offsets from null that are members of a null struct, not addresses of their own. */
const NULL_PAGE = 0x1_0000n;
/** Distance up to which a region is worth naming. */
const NEAR = 1n << 20n;
/** Addresses from here up to the top half are not valid on x86-64. */
const CANONICAL = 1n << 47n;
/** si_code: the processor refused the address itself, and the kernel does not tell it. */
const NO_ADDRESS = 128;
/** si_code: nothing is mapped there; it is, but may not be touched this way. */
const ACCESS_ERROR = 2;

/** What lies there: null and an offset, memory that was freed or lent before, what is next to it, code, nothing. */
export function placeOfAddress(trace: Recording, call: Call | null, event: CrashEvent): AddressPlace {
  const { address } = event;
  const only = (words: string): AddressPlace => ({ words, region: null, offset: null, lender: null });
  if (event.code === NO_ADDRESS) return only('unknown, but none that a program can have: the pointer holds something else, or an offset is far too large');
  const near = nearest(trace, call, address);
  if (address < NULL_PAGE && near === null) return only(address === 0n ? 'a null pointer' : `null + ${thousands(Number(address))}: a member or element of a null pointer`);
  if (address >= CANONICAL) return only('which is no valid address: the pointer holds something else');
  const gone = goneAt(trace, call, event);
  if (gone) return gone;
  if (near) return event.registers['rip'] === hex(address) ? { ...near, words: `${near.words}, jumped to as if it were code` } : near;
  const module = trace.modules.filter(({ base }) => base <= address).sort((a, b) => (a.base < b.base ? 1 : -1))[0];
  if (event.registers['rip'] === hex(address)) return only('jumped to as if it were code');
  if (event.code === ACCESS_ERROR) {
    const inside = module && address - module.base < NEAR ? ` (${hex(address - module.base)} into ${baseName(module.path)})` : '';
    return only(`memory that may not be touched this way, such as code or a guard page${inside}`);
  }
  return only('where nothing is mapped');
}

/** Memory freed, or lent to a call that has ended. */
function goneAt(trace: Recording, call: Call | null, { address, time }: CrashEvent): AddressPlace | null {
  for (const region of [...trace.regionById.values()].reverse()) {
    if (address < region.address || address >= region.address + BigInt(region.size)) continue;
    if (region.call === call?.id) return null;
    const offset = Number(address - region.address);
    const at = `offset ${thousands(offset)} of ${named(region)}`;
    if (region.call === null) {
      const end = trace.lifetimes.get(region.id)?.end ?? null;
      return end !== null && end <= time ? { words: `${at}, which was freed before`, region, offset, lender: null } : null;
    }
    const lender = trace.callById.get(region.call) ?? null;
    if (lender?.end !== null && lender !== null && lender.end <= time) return { words: `${at}, which was only lent to \`${lender.function}\``, region, offset, lender };
  }
  return null;
}

function nearest(trace: Recording, call: Call | null, address: bigint): AddressPlace | null {
  const candidates = call?.regions.length ? call.regions : [...trace.regionById.values()].filter(region => region.call === null);
  let best: Region | null = null;
  let least = NEAR;
  for (const region of candidates) {
    const end = region.address + BigInt(region.size);
    const distance = address < region.address ? region.address - address : address >= end ? address - end + 1n : 0n;
    if (distance > least) continue;
    best = region;
    least = distance;
  }
  if (best === null) return null;
  const offset = Number(address - best.address);
  return { words: words(best, offset), region: best, offset, lender: null };
}

function words(region: Region, offset: number): string {
  if (offset < 0) return `${byteCount(-offset)} in front of ${named(region)}`;
  if (offset < region.size) return `at offset ${thousands(offset)} of ${named(region)}`;
  return offset === region.size ? `directly behind ${named(region)}` : `${byteCount(offset - region.size)} past the end of \`${shortName(region)}\` (${byteCount(region.size)})`;
}
