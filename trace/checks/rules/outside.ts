import type { Call, Finding, Region, RelatedPlace, Trace } from '../../model/types';
import { shortName } from '../../queries/fields';
import { sitePlace } from '../../text/places';
import { finding } from '../finding';
import type { Facts } from '../scan/scan';
import type { Spot } from '../scan/spots';
import type { Astray } from './astray';
import { byteCount, callPlace, caller, extent, named, nativePlace, placeOf, times, verb } from '../words';

/** Native code touched memory outside the region it was given: which, how far, and into what. */
export function outOfBounds(trace: Trace, facts: Facts, { into, outside, nowhere }: Astray): Finding[] {
  return [
    ...[...facts.outside, ...outside].map(spot => describe(trace, spot, distance(trace, spot, into.get(spot) ?? []), into.get(spot))),
    ...facts.crossing.map(spot => describe(trace, spot, crossing(trace, spot))),
    ...nowhere.map(spot => describe(trace, spot, 'no argument of this call points there, nor to memory near it')),
  ];
}

function describe(trace: Trace, spot: Spot, where: string, into: readonly Region[] = []): Finding {
  const rule = spot.write ? 'out-of-bounds-write' : 'out-of-bounds-read';
  const name = spot.region.stranger === true ? anonymous(trace, spot.region, spot.call) : named(spot.region);
  const short = spot.offset < 0 || spot.region.stranger === true ? '' : tooShort(spot.region);
  const message = `${caller(spot.call)} ${verb(spot)} ${extent(spot)} of ${name}${times(spot)}: ${where}${short}.`;
  const related = [...nativePlace(spot.insn, `${spot.write ? 'writes' : 'reads'} ${byteCount(spot.size)}`), ...into.flatMap(other => owner(trace, other, spot.call))];
  return finding(rule, 'error', message, { ...placeOf(spot), related });
}

/** The memory was never long enough for what it is declared to hold. */
function tooShort({ size, typeSize, typeName }: Region): string {
  return typeSize === null || typeName === null || size >= typeSize ? '' : `; its type \`${typeName}\` has ${byteCount(typeSize)}`;
}

/** How far outside, and what lies there. */
function distance(trace: Trace, spot: Spot, others: readonly Region[]): string {
  const runs = spot.bytes.runs();
  const from = runs[0]?.from ?? spot.offset;
  const to = runs.at(-1)?.to ?? spot.offset + spot.size;
  const { region } = spot;
  if (from < 0) {
    const front = `${byteCount(-from)} in front of its start`;
    if (others.length > 0) return `${front}${strangers(trace, others, spot.call)}`;
    const before = neighbour(trace, region, -1);
    const last = before ?? earlier(trace, spot, from + 1);
    return `${byteCount(-from)} in front of its start${last === before ? into(before, region) : whose(trace, last)}${last === null ? rest(region.before, 'in front of') : ''}`;
  }
  const past = to - region.size;
  const start = from - region.size;
  if (others.length > 0) return `${start > 0 ? `${byteCount(start)} behind` : `${byteCount(past)} past`} its end${strangers(trace, others, spot.call)}`;
  const behind = neighbour(trace, region, 1);
  const last = to > region.size ? behind ?? earlier(trace, spot, to) : behind;
  return `${start > 0 ? `${byteCount(start)} behind` : `${byteCount(past)} past`} its end${last === behind ? into(behind, region) : whose(trace, last)}${behind === null && last === null ? rest(region.after, 'behind') : ''}`;
}

function into(other: Region | null, region: Region): string {
  if (other === null) return '';
  const [low, high] = other.address > region.address ? [region, other] : [other, region];
  const gap = Number(high.address - low.address) - low.size;
  const side = other === high ? 'before' : 'after';
  return gap === 0 ? `, into \`${shortName(other)}\`` : `, into ${byteCount(gap)} of slack ${side} \`${shortName(other)}\``;
}

/** Buffers that it went into, which are nobody's business in this call. */
function strangers(trace: Trace, others: readonly Region[], call: Call): string {
  const first = anonymous(trace, others[0] as Region, call);
  return others.length === 1 ? `, into ${first}, which is not an argument of this call` : `, into ${others.length} buffers that are not arguments of this call, the first ${first}`;
}

/** "`name` (64 bytes)" as an earlier call knew it, "a buffer of 64 bytes" where none did. */
function anonymous(trace: Trace, other: Region, call: Call): string {
  const known = other.stranger === true ? knownAs(trace, other, call) : other;
  return known ? named(known) : `a buffer of ${byteCount(other.size)}`;
}

/** The call that was given the buffer before. */
function owner(trace: Trace, other: Region, call: Call): RelatedPlace[] {
  const known = other.stranger === true ? knownAs(trace, other, call) : other;
  const lender = known?.call ? trace.callById.get(known.call) : undefined;
  return known && lender ? [callPlace(lender, `\`${lender.function}\` was given \`${shortName(known)}\` in call ${lender.id}`)] : [];
}

/** The latest region of an earlier call that held the buffer's first byte. */
function knownAs(trace: Trace, other: Region, call: Call): Region | null {
  let found: Region | null = null;
  for (const region of trace.regionById.values()) {
    if (region.call === null || region.call >= call.id || region.lent) continue;
    if (region.address <= other.address && other.address < region.address + BigInt(region.size)) found = region;
  }
  return found;
}

/** The view's backing store goes on there. */
function rest(bytes: number, side: string): string {
  return bytes === 0 ? '' : `, into the ${byteCount(bytes)} of the same buffer ${side} it`;
}

/** A region of the same memory in an earlier call that held the byte in front of `to`. */
function earlier(trace: Trace, { region, call }: Spot, to: number): Region | null {
  if (region.memory === 0) return null;
  const address = region.address + BigInt(to - 1);
  for (const other of trace.regionById.values()) {
    if (other.id >= region.id) break;
    if (other.memory === region.memory && other.call !== call.id && address >= other.address && address < other.address + BigInt(other.size)
      && (other.address >= region.address + BigInt(region.size) || other.address + BigInt(other.size) <= region.address)) return other;
  }
  return null;
}

function whose(trace: Trace, other: Region | null): string {
  const call = other?.call === null || other === null ? undefined : trace.callById.get(other.call);
  return other === null || !call ? '' : `, into what \`${call.function}\`${call.site ? ` at ${sitePlace(call.site)}` : ''} was given as \`${shortName(other)}\``;
}

/** Memory this near is worth naming. */
const NEAR = 4096n;

/** The next region on one side: of the same call, or alive outside calls. */
function neighbour(trace: Trace, region: Region, side: 1 | -1): Region | null {
  const call = region.call === null ? undefined : trace.callById.get(region.call);
  const end = region.address + BigInt(region.size);
  let best: Region | null = null;
  let least = NEAR;
  for (const other of call?.regions ?? []) {
    const gap = side > 0 ? other.address - end : region.address - (other.address + BigInt(other.size));
    if (other.id === region.id || gap < 0n || gap > least) continue;
    best = other;
    least = gap;
  }
  return best;
}

/** One access that began in a region and ended in the next. */
function crossing(trace: Trace, spot: Spot): string {
  const past = spot.offset + spot.size - spot.region.size;
  const other = neighbour(trace, spot.region, 1);
  return `${byteCount(past)} past its end${other ? `, into \`${shortName(other)}\`` : ''}`;
}
