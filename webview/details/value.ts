import { AccessFlag, type Access, type Trace } from '../../trace/model/types';
import { bytesOf } from '../state/reduce';
import { SameBytes } from '../state/samebytes';
import { findBackward, findForward, type RowTest } from '../state/search';

/** Bytes just before and just after an access, as far as the contents before and after the call give them away. */
export interface KnownValue { readonly before: Uint8Array | null; readonly after: Uint8Array | null }

/** Values are shown for accesses of up to this many bytes; of longer ones the first are. */
export const VALUE_BYTES = 16;

/**
 * The recording holds contents before and after each call, not at each access. Bytes that nothing wrote earlier in the call still
 * held what was there before it; bytes that nothing writes later already hold what is there after it.
 */
export async function knownValue(trace: Trace, access: Access, signal: AbortSignal): Promise<KnownValue> {
  const unknown = { before: null, after: null };
  const region = access.region === null ? undefined : trace.regionById.get(access.region);
  const owner = region?.call === null || !region ? undefined : trace.callById.get(region.call);
  const range = bytesOf(access);
  if (!region || !owner || !range) return unknown;
  const size = Math.min(range.size, VALUE_BYTES);
  const same = new SameBytes(trace, { ...range, size });
  const writes: RowTest = (block, row) => ((block.flags[row] ?? 0) & AccessFlag.write) !== 0 && same.touchedBy(block, row);
  const earlier = await findBackward(trace, owner.firstOrdinal, access.ordinal, writes, signal);
  const later = await findForward(trace, access.ordinal + 1, owner.lastOrdinal, writes, signal);
  const cut = (contents: Uint8Array | null): Uint8Array | null =>
    contents && contents.length >= range.offset + size && range.offset >= 0 ? contents.slice(range.offset, range.offset + size) : null;
  const before = earlier === null ? cut(await trace.snapshot(region.id, 'before')) : null;
  const after = later === null ? cut(await trace.snapshot(region.id, 'after')) : null;
  // A read changes nothing: either side tells its value.
  return access.kind === 'read' ? { before: before ?? after, after: before ?? after } : { before, after };
}
