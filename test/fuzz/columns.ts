/** Changes to the binary payloads (columns of accesses, pages, summaries, values): numbers and lengths, not just bytes. */
import type { Random } from './random';

export function changeBinary(payload: Uint8Array, random: Random): Uint8Array {
  let bytes: Uint8Array = payload.slice();
  for (let turns = 1 + random.below(4); turns > 0; turns--) {
    const at = random.below(bytes.length);
    switch (random.below(6)) {
      case 0: bytes = bytes.slice(0, at); break;
      case 1: bytes = replaced(bytes, at, varintAt(bytes, at), varint(random)); break;
      case 2: bytes = replaced(bytes, at, 0, Uint8Array.from({ length: 1 + random.below(16) }, () => random.below(256))); break;
      case 3: bytes = replaced(bytes, at, random.below(16), new Uint8Array(0)); break;
      case 4: bytes = replaced(bytes, at, 0, bytes.slice(at, at + random.below(200))); break;
      default: if (bytes.length > 0) bytes[at] = random.pick([0, 1, 0x7f, 0x80, 0xff, random.below(256)]);
    }
  }
  return bytes;
}

/** Bytes of the varint that begins here, if one does. */
function varintAt(bytes: Uint8Array, at: number): number {
  let length = 1;
  while (length < 10 && ((bytes[at + length - 1] ?? 0) & 0x80) !== 0) length++;
  return length;
}

/** A number at one of the edges of the format. */
function varint(random: Random): Uint8Array {
  const edges = [0n, 1n, 127n, 128n, 65_535n, 65_536n, 65_537n, (1n << 31n) - 1n, 1n << 32n, (1n << 53n) - 1n, 1n << 53n, (1n << 63n) + 5n];
  const out: number[] = [];
  for (let rest = random.pick(edges); ; rest >>= 7n) {
    out.push(Number(rest & 127n) | (rest > 127n ? 128 : 0));
    if (rest <= 127n) return Uint8Array.from(out);
  }
}

function replaced(bytes: Uint8Array, at: number, length: number, by: Uint8Array): Uint8Array {
  const out = new Uint8Array(Math.max(at, bytes.length - length) + by.length);
  out.set(bytes.subarray(0, at));
  out.set(by, at);
  out.set(bytes.subarray(at + length), at + by.length);
  return out;
}
