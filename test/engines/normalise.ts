/**
 * A recording as text that is the same on every machine and in every run:
 * ```
 * call copy_widths
 *   R src +0 1
 *   W dst +0 1 certain
 * ```
 * Buffers by their parameter's name, offsets from their start, sizes in bytes. `x8`: a repeated string instruction of 8
 * elements. `by read`: the kernel, in this system call. `maybe` for a read or write that is not certain. `past dst`: outside every
 * region, counted from the nearest one. A new `call` line wherever the call or the thread changes.
 */
import type { AccessLine, CallLine } from '../lib/record';

export function normalise(calls: readonly CallLine[], accesses: readonly AccessLine[]): string {
  const byId = new Map(calls.map((call) => [call.id, call]));
  const threads = [...new Set([...calls, ...accesses].map(({ thread }) => thread))];
  const text: string[] = [];
  let last = '';
  for (const access of inThreadOrder(accesses, threads)) {
    const call = known(byId, access.call);
    const place = `${access.call} on ${access.thread}`;
    if (place !== last) text.push(headingOf(call, threads.indexOf(access.thread), byId));
    last = place;
    text.push(`  ${accessText(access, chainOf(call, byId))}`);
  }
  for (const call of calls) if (!accesses.some((access) => access.call === call.id)) text.push(headingOf(call, threads.indexOf(call.thread), byId));
  return text.map((line) => `${line}\n`).join('');
}

function inThreadOrder(accesses: readonly AccessLine[], threads: readonly number[]): AccessLine[] {
  return [...accesses].sort((a, b) => threads.indexOf(a.thread) - threads.indexOf(b.thread) || a.seq - b.seq);
}

function headingOf(call: CallLine, thread: number, byId: ReadonlyMap<number, CallLine>): string {
  const parent = call.parent === null ? '' : `, from ${known(byId, call.parent).function}`;
  return `call ${call.function}${parent}${thread > 0 ? `, thread ${thread + 1}` : ''}`;
}

/** A call and the calls around it, innermost first: an access may be in the regions of each. */
function chainOf(call: CallLine, byId: ReadonlyMap<number, CallLine>): readonly CallLine[] {
  return call.parent === null ? [call] : [call, ...chainOf(known(byId, call.parent), byId)];
}

function accessText(access: AccessLine, chain: readonly CallLine[]): string {
  const words = [access.kind === 'read' ? 'R' : 'W', placeOf(access, chain), String(access.size)];
  if (!access.certain) words.push('maybe');
  else if (access.kind === 'write') words.push('certain');
  if (access.count !== undefined && access.count > 1) words.push(`x${access.count}`);
  if (access.by === 'kernel') words.push(`by ${access.syscall}`);
  return words.join(' ');
}

function placeOf(access: AccessLine, chain: readonly CallLine[]): string {
  for (const call of chain) {
    const region = call.regions.find(({ id }) => id === access.region);
    if (region) return `${nameOf(region.id, call)} +${access.offset}`;
  }
  const [call] = chain;
  const [nearest] = [...(call?.regions ?? [])].sort((a, b) => distance(access, a) - distance(access, b));
  if (!call || !nearest) return `at ${access.address}`;
  return `past ${nameOf(nearest.id, call)} +${BigInt(access.address) - BigInt(nearest.address)}`;
}

function distance(access: AccessLine, region: CallLine['regions'][number]): number {
  const from = BigInt(access.address) - BigInt(region.address);
  return Number(from < 0n ? -from : from - BigInt(region.size));
}

function nameOf(region: number, call: CallLine): string {
  const argument = call.args.find((one) => one.region === region);
  return argument?.name ?? call.regions.find(({ id }) => id === region)?.label ?? String(region);
}

function known<T>(map: ReadonlyMap<number, T>, id: number): T {
  const found = map.get(id);
  if (found === undefined) throw new Error(`there is no call ${id}`);
  return found;
}
