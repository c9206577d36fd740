import { crc32 } from '../format/crc32';
import { viewOf } from '../format/header';
import { BLOCK_HEADER, BLOCK_MAGIC, Encoding, FILE_HEADER, FILE_MAGIC, MAJOR } from '../format/layout';

/** Growing bytes with the numbers of the format. */
export class ByteWriter {
  private bytes = new Uint8Array(256);
  length = 0;

  byte(value: number): void {
    if (this.length === this.bytes.length) this.grow(1);
    this.bytes[this.length++] = value;
  }

  append(part: Uint8Array): void {
    this.grow(part.length);
    this.bytes.set(part, this.length);
    this.length += part.length;
  }

  varint(value: number): void {
    let rest = value;
    while (rest >= 128) {
      this.byte((rest % 128) | 128);
      rest = Math.floor(rest / 128);
    }
    this.byte(rest);
  }

  zigzag(value: number): void {
    this.varint(value < 0 ? -value * 2 - 1 : value * 2);
  }

  u32(value: number): void {
    this.grow(4);
    viewOf(this.bytes).setUint32(this.length, value, true);
    this.length += 4;
  }

  /** Another writer's bytes behind their length. */
  part(part: ByteWriter): void {
    this.varint(part.length);
    this.append(part.take());
  }

  take(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }

  private grow(extra: number): void {
    if (this.length + extra <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.length + extra));
    larger.set(this.bytes);
    this.bytes = larger;
  }
}

export function fileHeader(created: number, major = MAJOR): Uint8Array {
  const header = new Uint8Array(FILE_HEADER);
  const view = viewOf(header);
  for (let at = 0; at < FILE_MAGIC.length; at++) view.setUint8(at, FILE_MAGIC.charCodeAt(at));
  view.setUint16(8, major, true);
  view.setBigUint64(16, BigInt(created), true);
  return sealed(header);
}

export function rawBlock(type: number, payload: Uint8Array, items: number, thread: number): Uint8Array {
  const block = new Uint8Array(BLOCK_HEADER + payload.length);
  const view = viewOf(block);
  view.setUint16(4, type, true);
  view.setUint16(6, Encoding.raw, true);
  const words: [number, number][] = [[0, BLOCK_MAGIC], [8, payload.length], [12, payload.length], [16, crc32(payload)], [20, items], [24, thread]];
  for (const [at, word] of words) view.setUint32(at, word, true);
  sealed(block.subarray(0, BLOCK_HEADER));
  block.set(payload, BLOCK_HEADER);
  return block;
}

function sealed(header: Uint8Array): Uint8Array {
  viewOf(header).setUint32(28, crc32(header.subarray(0, 28)), true);
  return header;
}
