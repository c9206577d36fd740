import { TraceError } from './error';

const SHIFT_28 = 2 ** 28;
const SHIFT_49 = 2 ** 49;

/** Reads varints from bytes; a read past the end or a number above 53 bits is damage. */
export class Cursor {
  constructor(readonly bytes: Uint8Array, public at = 0, readonly end = bytes.length) {}

  get done(): boolean {
    return this.at >= this.end;
  }

  varint(): number {
    const { bytes } = this;
    let value = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.at < this.end ? (bytes[this.at++] as number) : damaged();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    return value + this.high();
  }

  /** The bits from 28 up, by multiplication: shifts end at 32. */
  private high(): number {
    let value = 0;
    for (let scale = SHIFT_28; scale <= SHIFT_49; scale *= 128) {
      const byte = this.at < this.end ? (this.bytes[this.at++] as number) : damaged();
      if (scale === SHIFT_49 && (byte & 0x7f) > 0x0f) damaged();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
    return damaged();
  }

  /** A part that is preceded by its length in bytes. */
  part(): Cursor {
    const length = this.varint();
    if (length > this.end - this.at) damaged();
    const part = new Cursor(this.bytes, this.at, this.at + length);
    this.at += length;
    return part;
  }
}

/** 0, -1, 1, -2, ... from 0, 1, 2, 3, ... */
export function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

export function damaged(): never {
  throw new TraceError('damaged', 'the contents of a block are damaged');
}
