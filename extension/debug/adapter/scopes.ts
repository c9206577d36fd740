import type { Cancel } from '../../../trace/cursor/cancel';
import { lastMade, type Position } from '../../../trace/cursor/position';
import { placeAt, placeOfBytes } from '../../../trace/cursor/place';
import { scalarOf } from '../../../trace/cursor/scalars';
import { hexBytes, preview } from '../../../trace/cursor/values';
import type { CrashEvent } from '../../../trace/model/events';
import type { Access, Call, Region } from '../../../trace/model/types';
import { shortName } from '../../../trace/queries/fields';
import { bytesPlace, sourcePlace } from '../../../trace/text/places';
import { bytes, duration, hex, signedOffset } from '../../../trace/text/numbers';
import { fixed, PlaceNodes, type Children, type Node } from './nodes';
import type { ReplaySession } from './replaySession';
import type { StackFrame } from './stack';

export interface Scope { readonly name: string; readonly hint?: 'arguments' | 'registers'; readonly children: Children; readonly named: number }

/** Longest value of an access that is shown whole. */
const VALUE_BYTES = 64;

/** What can be looked at in a frame. */
export function scopesOf(session: ReplaySession, position: Position, frame: StackFrame): Scope[] {
  const nodes = new PlaceNodes(session, position);
  const { call } = frame;
  // Frames of a call around the one under way know nothing of its access.
  const top = call.id === position.call;
  const regions = session.regionsAt(position, call);
  const scopes: Scope[] = [{
    name: 'Arguments', hint: 'arguments', named: call.args.length,
    children: { indexed: 0, get: cancel => argumentNodes(nodes, call, position, cancel) },
  }];
  if (top && position.kind === 'access') {
    scopes.push({ name: 'This Access', named: 8, children: { indexed: 0, get: cancel => accessNodes(session, position, cancel) } });
  }
  scopes.push({ name: 'Regions', named: regions.length, children: { indexed: 0, get: cancel => Promise.all(regions.map(region => regionNode(nodes, region, cancel))) } });
  const registers = registersAt(session, position);
  if (top && registers.length > 0) scopes.push({ name: 'Registers', hint: 'registers', named: registers.length, children: fixed(registers) });
  return scopes;
}

async function argumentNodes(nodes: PlaceNodes, call: Call, position: Position, cancel: Cancel): Promise<Node[]> {
  const found = await Promise.all(call.args.map(async ({ index, name, type, value, region }): Promise<Node> => {
    const label = name === '' ? `arg ${index}` : name;
    const memory = region === null ? undefined : call.regions.find(({ id }) => id === region);
    return memory ? { ...await nodes.region(memory, cancel, label), type } : { name: label, value, type };
  }));
  if (position.kind === 'end' && position.call === call.id && call.result !== null) {
    found.push({ name: call.threw ? 'thrown' : 'result', value: call.result });
  }
  return found;
}

async function regionNode(nodes: PlaceNodes, region: Region, cancel: Cancel): Promise<Node> {
  const node = await nodes.region(region, cancel);
  return { ...node, name: region.label, value: `${hex(region.address)}, ${bytes(region.size)}${region.lent ? ', lent' : ''}: ${node.value}` };
}

async function accessNodes(session: ReplaySession, position: Position, cancel: Cancel): Promise<Node[]> {
  const access = await session.trace.access(position.ordinal);
  const region = session.trace.regionById.get(access.region ?? access.anchor ?? 0);
  const nodes: Node[] = [
    { name: 'kind', value: `${access.kind}${access.count > 1 ? `, ${access.count} elements` : ''}` },
    { name: 'certain', value: access.certain ? 'yes' : 'no: it may have been masked out' },
    { name: 'size', value: bytes(access.size) },
    { name: 'address', value: hex(access.address) },
    { name: 'region', value: region ? regionText(region, access) : 'none' },
  ];
  if (access.field !== null) nodes.push({ name: 'field', value: access.field });
  nodes.push(...await valueNodes(session, access, position, cancel));
  nodes.push({ name: 'by', value: access.by === 'kernel' ? `the kernel, in ${access.syscall ?? 'a system call'}` : 'an instruction' });
  if (access.insn) nodes.push({ name: 'instruction', value: `${access.insn.text ?? '(not known)'} at ${sourcePlace(access.insn)}` });
  nodes.push({ name: 'number', value: `${access.seq} of its thread` }, { name: 'time', value: duration(access.time) });
  return nodes;
}

function regionText(region: Region, access: Access): string {
  return access.region === null
    ? `outside: ${shortName(region)} ${signedOffset(access.offset)}`
    : `${region.label}: ${bytesPlace(region, access.offset, access.size)}`;
}

/** What was read; what was there before a write and what is there now; by its type where it is a field or an element. */
async function valueNodes(session: ReplaySession, access: Access, position: Position, cancel: Cancel): Promise<Node[]> {
  const { address, size, kind, offset } = access;
  const region = session.trace.regionById.get(access.region ?? 0);
  const place = region ? placeAt(region, offset, size) : placeOfBytes(address, Math.max(1, size));
  const range = { address, size: Math.min(size, VALUE_BYTES) };
  const text = async (at: Position): Promise<string> => {
    const contents = await session.memory.read(range, at, cancel);
    const bare = hexBytes(contents);
    const typed = scalarOf(place.type)?.size === size && contents.known.every(one => one === 1) ? preview(place, contents) : bare;
    return `${typed === bare ? '' : `${typed}: `}${bare}${size > VALUE_BYTES ? ' …' : ''}`;
  };
  const memory = await new PlaceNodes(session, position).place(place, [], cancel);
  const node = (name: string, value: string): Node => ({ ...memory, name, value });
  if (kind === 'read') return [node('value', await text(position))];
  const before: Position = { ...position, ordinal: lastMade(position) - 1 };
  return [node('old value', await text(before)), node('new value', await text(position))];
}

/** Registers are recorded where a signal ended a call. */
function registersAt(session: ReplaySession, position: Position): Node[] {
  const crash = crashAt(session, position);
  return crash ? Object.entries(crash.registers).map(([name, value]) => ({ name, value })) : [];
}

/** The crash that a position leads to: the call never ended, and this is its last access or it made none. */
function crashAt({ trace }: ReplaySession, { call, kind, ordinal }: Position): CrashEvent | undefined {
  const { end = 0, lastOrdinal = 0, reads = 0, writes = 0 } = trace.callById.get(call) ?? {};
  const last = reads + writes === 0 ? kind === 'begin' : kind === 'access' && ordinal === lastOrdinal - 1;
  return end === null && last ? trace.crashes.find(crash => crash.call === call) : undefined;
}
