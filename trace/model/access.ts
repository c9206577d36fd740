import { fieldName } from '../queries/fields';
import { AccessFlag, type Access, type AccessBlock, type Trace } from './types';

/** Row `row` of a block as an object. */
export function accessAt(trace: Trace, block: AccessBlock, row: number): Access {
  const flags = block.flags[row] as number;
  const regionId = block.region[row] as number;
  const anchorId = block.anchor[row] as number;
  const offset = block.offset[row] as number;
  const size = block.size[row] as number;
  const ordinal = block.firstOrdinal + row;
  const region = trace.regionById.get(regionId) ?? null;
  const near = region ?? trace.regionById.get(anchorId) ?? null;
  const kernel = (flags & AccessFlag.kernel) !== 0;
  return {
    ordinal, seq: block.firstSeq + row, call: block.call[row] as number, thread: block.thread,
    kind: flags & AccessFlag.write ? 'write' : 'read', certain: (flags & AccessFlag.uncertain) === 0,
    address: (near?.address ?? 0n) + BigInt(offset), size,
    region: regionId || null, anchor: anchorId || null, offset, field: region && fieldName(region, offset, size),
    by: kernel ? 'kernel' : 'instruction', syscall: kernel ? syscallAt(trace, block.thread, ordinal) : null,
    count: block.count[row] as number, insn: trace.insnById.get(block.insn[row] as number) ?? null, time: block.time[row] as number,
  };
}

/** Name of the system call that an access by the kernel belongs to: the thread's latest one before it. */
function syscallAt(trace: Trace, thread: number, ordinal: number): string | null {
  let low = 0;
  let high = trace.syscalls.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((trace.syscalls[middle]?.ordinal ?? 0) <= ordinal) low = middle + 1;
    else high = middle;
  }
  while (low > 0) {
    const candidate = trace.syscalls[--low];
    if (candidate?.thread === thread) return candidate.name;
  }
  return null;
}
