import type { Cancel } from '../../../trace/cursor/cancel';
import { anywhere, findAccess } from '../../../trace/cursor/search';
import { findPlace, placeOfBytes, type Place } from '../../../trace/cursor/place';
import { lastMade, type Position } from '../../../trace/cursor/position';
import { hexBytes } from '../../../trace/cursor/values';
import { compileFilter } from '../../../trace/filter/filter';
import type { Access, Call, Region } from '../../../trace/model/types';
import { shortName } from '../../../trace/queries/fields';
import { bytesPlace, sourcePlace } from '../../../trace/text/places';
import { bytes, count, hex, thousands } from '../../../trace/text/numbers';
import { RequestFailed } from './errors';
import { fixed, PlaceNodes, type Node } from './nodes';
import type { ReplaySession } from './replaySession';

/** A moment, and the call whose names come first. */
export interface Context { readonly session: ReplaySession; readonly position: Position; readonly call: Call }

export const EXAMPLES = 'dst[4], hdr.count, bytes(dst, 0, 16), lastWriter(dst, 12), kind:write in:dst';

/** @throws RequestFailed when it means nothing here */
export async function evaluate(context: Context, text: string, cancel: Cancel): Promise<Node> {
  const expression = text.trim();
  const call = /^(bytes|lastWriter|sizeof)\s*\((.*)\)$/.exec(expression);
  if (call?.[1] === 'bytes') return bytesNode(context, call[2] as string, cancel);
  if (call?.[1] === 'lastWriter') return writerNode(context, call[2] as string, cancel);
  if (call?.[1] === 'sizeof') return { name: expression, value: String(resolve(context, call[2] as string).place.size), type: 'size_t' };
  if (expression.startsWith('&')) return addressNode(context, expression);
  if (/^-?[a-z]+(>=|<=|[:=<>])/i.test(expression)) return filterNode(context, expression, cancel);
  const argument = context.call.args.find(({ name, region }) => name === expression && region === null);
  if (argument) return { name: argument.name, value: argument.value, type: argument.type };
  const { place, region } = resolve(context, expression);
  return new PlaceNodes(context.session, context.position).place(place, region?.fields ?? [], cancel, place.name, region?.kind === 'string' && place.size === region.size);
}

/** Where something lies, as views of memory ask for it. */
function addressNode(context: Context, expression: string): Node {
  const { place } = resolve(context, expression.slice(1).trim());
  return { name: expression, value: hex(place.address), type: `${place.type} *`, place };
}

/** The bytes that an expression names: a region, a part of one, or an address such as 0x7f12. */
export function resolve({ session, position, call }: Context, text: string, size = 1): { readonly place: Place; readonly region: Region | null } {
  const expression = text.trim().replace(/^\((.*)\)$/, '$1').trim();
  if (/^0x[0-9a-f]{1,16}$/i.test(expression)) return { place: placeOfBytes(BigInt(expression), size, expression), region: null };
  const regions = session.regionsAt(position, call);
  const place = findPlace(expression, regions);
  if (!place) throw new RequestFailed(`nothing here is called "${expression}"; there is ${names(call, regions)}. Examples: ${EXAMPLES}`);
  return { place, region: regions.find(region => region.address <= place.address && place.address < region.address + BigInt(region.size)) ?? null };
}

function names(call: Call, regions: readonly Region[]): string {
  const known = new Set([...call.args.map(({ name }) => name), ...regions.map(shortName)].filter(name => name !== ''));
  return known.size === 0 ? 'no memory in this call' : [...known].slice(0, 12).join(', ');
}

/** `name` and numbers between commas. */
function parameters(text: string, example: string, ...missing: readonly (number | null)[]): { name: string; numbers: number[] } {
  const [name = '', ...rest] = text.split(',').map(one => one.trim());
  const numbers = missing.map((value, at) => (rest[at] === undefined ? value : /^-?(0x[0-9a-f]+|\d+)$/i.test(rest[at]) ? Number(rest[at]) : null));
  if (name === '' || rest.length > missing.length || numbers.some(value => value === null)) throw new RequestFailed(`write it like ${example}`);
  return { name, numbers: numbers as number[] };
}

const BYTES_LIMIT = 1024 * 1024;

async function bytesNode(context: Context, text: string, cancel: Cancel): Promise<Node> {
  const { name, numbers: [offset = 0, length = 16] } = parameters(text, 'bytes(dst, 0, 16)', 0, 16);
  if (length < 1 || length > BYTES_LIMIT) throw new RequestFailed(`bytes(...) shows 1 to ${thousands(BYTES_LIMIT)} bytes`);
  const { place } = resolve(context, name);
  const address = place.address + BigInt(offset);
  const contents = await context.session.memory.read({ address, size: Math.min(length, 256) }, context.position, cancel);
  const node = await new PlaceNodes(context.session, context.position).bytes(address, length, hex(address), cancel);
  return { ...node, name: `bytes(${text})`, value: hexBytes(contents), type: bytes(length) };
}

async function writerNode(context: Context, text: string, cancel: Cancel): Promise<Node> {
  const { name, numbers: [offset = 0, length = 1] } = parameters(text, 'lastWriter(dst, 12)', 0, 1);
  const { place } = resolve(context, name);
  const whole = !text.includes(',');
  const range = { address: place.address + BigInt(offset), size: whole ? place.size : Math.max(1, length) };
  const found = await context.session.memory.lastWriter(range, context.position, cancel);
  if (found === null) return { name: 'lastWriter', value: 'nothing wrote there before this moment' };
  return accessNode(context.session, await context.session.trace.access(found));
}

/** "write 8 B to destLen[0] at compress2 +0x50 (libz.so), in compress2, access 2" */
export function accessNode(session: ReplaySession, access: Access): Node {
  const region = session.trace.regionById.get(access.region ?? access.anchor ?? 0);
  const where = region ? bytesPlace(region, access.offset, access.size) : hex(access.address);
  const place = access.insn ? ` at ${sourcePlace(access.insn)}` : '';
  const name = session.trace.callById.get(access.call)?.function ?? '';
  return { name: `access ${access.ordinal}`, value: `${access.kind} of ${where}${place}, in ${name}, access ${access.ordinal}`, type: access.kind };
}

const SHOWN = 50;

/** Accesses of this call that match a filter. */
async function filterNode({ session, call, position }: Context, text: string, cancel: Cancel): Promise<Node> {
  const { filter, error } = compileFilter(text, session.trace);
  if (!filter) throw new RequestFailed(error ?? 'the filter is empty');
  const { firstOrdinal: from, lastOrdinal: to } = call;
  let matched = 0;
  const first: number[] = [];
  for await (const block of session.trace.blocks(from, to)) {
    if (cancel.cancelled) break;
    if (block.thread !== call.thread) continue;
    const end = Math.min(block.length, to - block.firstOrdinal);
    for (let row = Math.max(0, from - block.firstOrdinal); row < end; row++) {
      if (!filter.matches(block, row)) continue;
      if (matched++ < SHOWN) first.push(block.firstOrdinal + row);
    }
  }
  const query = { test: filter.matches.bind(filter), within: anywhere, judge: (node: Parameters<typeof filter.judge>[0]) => filter.judge(node) !== 'none' };
  const next = await findAccess(session.replay.source, position.thread, query, lastMade(position) + 1, 'forward', cancel);
  const coming = next === null ? '' : `, the next is access ${next}`;
  const nodes = async (): Promise<Node[]> => Promise.all(first.map(async ordinal => accessNode(session, await session.trace.access(ordinal))));
  return { name: text, value: `${count(matched, 'access', 'accesses')} of ${call.function}${coming}`, ...(matched > 0 ? { children: fixed(nodes) } : {}) };
}
