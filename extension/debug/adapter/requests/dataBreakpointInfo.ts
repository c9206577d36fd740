import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Cancel } from '../../../../trace/cursor/cancel';
import type { Place } from '../../../../trace/cursor/place';
import { bytes, hex } from '../../../../trace/text/numbers';
import { dataId } from '../breakpoints/data';
import type { Debuggee } from '../debuggee';
import { RequestFailed, reason } from '../errors';
import { resolve } from '../evaluate';
import type { Node } from '../nodes';
import { contextOf } from './context';

type Body = DebugProtocol.DataBreakpointInfoResponse['body'];

/** Which bytes a variable, an expression or an address names, for a data breakpoint on them. */
export async function dataBreakpointInfo(debuggee: Debuggee, args: DebugProtocol.DataBreakpointInfoArguments, cancel: Cancel): Promise<Body> {
  try {
    const place = await placeOf(debuggee, args, cancel);
    const size = args.bytes ?? place.size;
    if (!(size > 0)) throw new RequestFailed('a data breakpoint needs at least one byte');
    return {
      dataId: dataId({ address: place.address, size }), description: place.name.startsWith('0x') ? `${hex(place.address)}, ${bytes(size)}` : `${place.name}, ${bytes(size)}`,
      accessTypes: ['write', 'read', 'readWrite'], canPersist: false,
    };
  } catch (error) {
    if (!(error instanceof RequestFailed)) throw error;
    return { dataId: null, description: reason(error) };
  }
}

async function placeOf(debuggee: Debuggee, { variablesReference, name, frameId, asAddress, bytes: size = 1 }: DebugProtocol.DataBreakpointInfoArguments, cancel: Cancel): Promise<Pick<Place, 'address' | 'size' | 'name'>> {
  if (asAddress) return resolve(contextOf(debuggee, frameId), addressText(name), size).place;
  if (variablesReference === undefined || variablesReference === 0) return resolve(contextOf(debuggee, frameId), name, size).place;
  const node = await partOf(debuggee, variablesReference, name, cancel);
  if (!node.place) throw new RequestFailed(`"${name}" is a value that was passed, not memory`);
  return node.place;
}

/** Addresses may be typed without 0x, as decimal numbers. */
function addressText(text: string): string {
  const trimmed = text.trim();
  return /^\d+$/.test(trimmed) ? hex(BigInt(trimmed)) : trimmed;
}

/** A part of a variable by its name, also where it has not been looked at yet. */
async function partOf(debuggee: Debuggee, reference: number, name: string, cancel: Cancel): Promise<Node> {
  const { children, shown } = debuggee.handles.variablesOf(reference);
  const known = shown.get(name);
  if (known) return known;
  const index = /^\[(\d+)\]$/.exec(name);
  const found = await children.get(cancel, index && children.indexed > 0 ? Number(index[1]) : 0, index ? 1 : Infinity);
  return found.find(node => node.name === name) ?? fail(name);
}

function fail(name: string): never { throw new RequestFailed(`there is no variable "${name}" here`); }
