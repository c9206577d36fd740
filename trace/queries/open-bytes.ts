/** Bytes of a region that are still looked for; `flags` has 1 for each. */
export class Open {
  readonly flags: Uint8Array;
  left: number;

  /** All bytes, or those that are not known. */
  constructor(size: number, known?: Uint8Array) {
    this.flags = known ? known.map(one => 1 - one) : new Uint8Array(size).fill(1);
    this.left = known ? this.flags.reduce((sum, one) => sum + one, 0) : size;
  }

  has(byte: number): boolean { return this.flags[byte] === 1; }

  hasIn(from: number, to: number): boolean {
    const found = this.flags.indexOf(1, Math.max(0, from));
    return found >= 0 && found < to;
  }

  remove(byte: number): void {
    this.flags[byte] = 0;
    this.left--;
  }

  removeIn(from: number, to: number): void {
    const end = Math.min(this.flags.length, to);
    for (let byte = Math.max(0, from); byte < end; byte++) if (this.flags[byte] === 1) this.remove(byte);
  }
}
