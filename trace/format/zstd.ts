import { decompress } from 'fzstd';
import { ZSTDDecoder } from 'zstddec';

type Decoder = (stored: Uint8Array, raw: number) => Uint8Array;

const plain: Decoder = (stored, raw) => decompress(stored, new Uint8Array(raw));
let decoder = plain;
let starting: Promise<void> | null = null;

/** Makes the quick decoder ready, once. Where WebAssembly is not allowed, the slow one does all the work. */
export function startZstd(): Promise<void> {
  return (starting ??= start());
}

async function start(): Promise<void> {
  try {
    const quick = new ZSTDDecoder();
    await quick.init();
    decoder = (stored, raw) => quick.decode(stored, raw);
  } catch {
    decoder = plain;
  }
}

/** The contents of one zstd frame that holds `raw` bytes; throws, or gives another number of bytes, when it is damaged. */
export function unzstd(stored: Uint8Array, raw: number): Uint8Array {
  return decoder(stored, raw);
}
