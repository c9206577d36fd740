import type { Run } from './byteset';

/**
 * The recorder fills memory that comes uninitialised (`Buffer.allocUnsafe`) with a pattern of its address, so that what nobody has written
 * can be told (`native/agent/src/isolate/arena.rs` has the other side). Each byte of it has its highest bit set and its lowest clear:
 * no text, no zero and no small number looks like it.
 */
const SHORTEST = 4;
/** In this much memory, four bytes in a row may look like it by chance. */
const LARGE = 4096;

/** Runs of bytes that still hold the pattern; `address` is that of the first byte. */
export function unwrittenRuns(contents: Uint8Array, address: bigint): Run[] {
  const shortest = contents.length > LARGE ? 2 * SHORTEST : SHORTEST;
  const low = Number(address & 7n);
  const words = Number(BigInt.asUintN(32, address >> 3n));
  const runs: Run[] = [];
  let from = -1;
  for (let at = 0; at <= contents.length; at++) {
    const byte = contents[at];
    const same = byte !== undefined && (byte & 0x81) === 0x80 && byte === patternByte(words, low + at);
    if (same && from < 0) from = at;
    if (same || from < 0) continue;
    if (at - from >= shortest) runs.push({ from, to: at });
    from = -1;
  }
  return runs;
}

/** Byte `at` behind the start of word number `word`. */
export function patternByte(word: number, at: number): number {
  const low = mix((word + (at >>> 3)) ^ 0x9e37_79b9);
  const half = at & 4 ? mix(low ^ 0x85eb_ca6b) : low;
  return ((half >>> ((at & 3) * 8)) & 0x7e) | 0x80;
}

function mix(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x7feb_352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846c_a68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
