import type { DebugProtocol } from '@vscode/debugprotocol';
import { accessesTo, type Range } from '../../../../trace/cursor/bytes';
import type { ReplaySession } from '../replaySession';
import { conditioned, unverified, type Compiled } from './conditions';

/** Largest range that is watched. */
const LIMIT = 2 ** 40;

/** "0x7f12 16": what a data breakpoint is on. Opaque to clients. */
export const dataId = ({ address, size }: Range): string => `0x${address.toString(16)} ${size}`;

export function rangeOf(id: string): Range | null {
  const match = /^0x([0-9a-f]{1,16}) (\d+)$/i.exec(id);
  const size = Number(match?.[2]);
  return match && size > 0 && size <= LIMIT ? { address: BigInt(`0x${match[1]}`), size } : null;
}

export function dataBreakpoints({ trace, replay, memory }: ReplaySession, wanted: readonly DebugProtocol.DataBreakpoint[]): Compiled[] {
  return wanted.map(({ dataId: id, accessType = 'write', ...conditions }) => {
    const range = rangeOf(id);
    if (!range) return unverified(`"${id}" names no bytes`);
    return conditioned(trace, { boundary: null, accesses: accessesTo(replay.source, memory.regions, range, accessType) }, conditions);
  });
}
