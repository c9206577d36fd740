/** CRC-32 (IEEE 802.3), eight bytes a step. */
const tables = makeTables();

export function crc32(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.length - (bytes.length % 8);
  let crc = -1;
  for (let at = 0; at < whole; at += 8) {
    const low = crc ^ view.getInt32(at, true);
    const high = view.getInt32(at + 4, true);
    crc = entry(7, low) ^ entry(6, low >>> 8) ^ entry(5, low >>> 16) ^ entry(4, low >>> 24)
      ^ entry(3, high) ^ entry(2, high >>> 8) ^ entry(1, high >>> 16) ^ entry(0, high >>> 24);
  }
  for (let at = whole; at < bytes.length; at++) crc = entry(0, crc ^ view.getUint8(at)) ^ (crc >>> 8);
  return ~crc >>> 0;
}

function entry(table: number, index: number): number {
  return tables[(table << 8) | (index & 0xff)] as number;
}

/** Table k advances a byte's remainder by k further zero bytes. */
function makeTables(): Int32Array {
  const out = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    out[byte] = crc;
  }
  for (let at = 256; at < out.length; at++) {
    const before = out[at - 256] as number;
    out[at] = (out[before & 0xff] as number) ^ (before >>> 8);
  }
  return out;
}
