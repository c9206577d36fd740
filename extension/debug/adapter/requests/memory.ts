import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Cancel } from '../../../../trace/cursor/cancel';
import type { Contents } from '../../../../trace/cursor/memory';
import { hex } from '../../../../trace/text/numbers';
import type { Debuggee } from '../debuggee';
import { RequestFailed } from '../errors';
import { resolve } from '../evaluate';
import { contextOf } from './context';

const LIMIT = 4 * 1024 * 1024;
const ADDRESS_END = 1n << 64n;

/**
 * Bytes at this moment. They end at the first one whose value the recording does not have; `unreadableBytes` tells how many of that
 * kind follow, so that the client can go on behind them.
 */
export async function readMemory(debuggee: Debuggee, { memoryReference, offset = 0, count }: DebugProtocol.ReadMemoryArguments, cancel: Cancel): Promise<DebugProtocol.ReadMemoryResponse['body']> {
  if (!Number.isSafeInteger(count) || count < 0 || !Number.isSafeInteger(offset)) throw new RequestFailed('offset and count of bytes have to be whole numbers');
  const context = contextOf(debuggee, undefined);
  const address = resolve(context, memoryReference).place.address + BigInt(offset);
  if (count === 0) return { address: hex(address) };
  if (address < 0n || address >= ADDRESS_END) return { address: hex(address < 0n ? 0n : address), unreadableBytes: count };
  const size = Math.min(count, LIMIT);
  debuggee.watch(memoryReference, offset, size);
  const contents = await context.session.memory.read({ address, size }, context.position, cancel);
  const readable = run(contents, 0, 1);
  const unreadable = run(contents, readable, 0);
  return {
    address: hex(address), ...(readable > 0 ? { data: Buffer.from(contents.bytes.subarray(0, readable)).toString('base64') } : {}),
    ...(unreadable > 0 ? { unreadableBytes: unreadable === size && size < count ? count : unreadable } : {}),
  };
}

/** How many bytes from `from` on are known (1), or are not (0). */
function run({ known }: Contents, from: number, value: number): number {
  let end = from;
  while (end < known.length && known[end] === value) end++;
  return end - from;
}
