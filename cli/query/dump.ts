import type { Contents } from '../../trace/queries/types';
import { Output } from '../io/output';

const ROW = 16;

/** Contents as hex, sixteen bytes a line; `??` stands for bytes that are not known, `*` for any number of lines like the one before. */
export async function printDump(contents: Contents, from: number, to: number): Promise<void> {
  const output = new Output();
  let before = '';
  let skipped = false;
  for (let at = from; at < to; at += ROW) {
    const bytes = Array.from({ length: Math.min(ROW, to - at) }, (_, byte) => (contents.known[at + byte] ? (contents.bytes[at + byte] as number) : null));
    const hex = bytes.map(byte => (byte === null ? '??' : byte.toString(16).padStart(2, '0'))).join(' ');
    if (hex === before && at + ROW < to) {
      if (!skipped) await output.line('*');
      skipped = true;
      continue;
    }
    before = hex;
    skipped = false;
    const text = bytes.map(byte => (byte !== null && byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    await output.line(`+${at.toString(16).padStart(6, '0')}  ${hex.padEnd(ROW * 3 - 1)}  ${text}`);
  }
  await output.flush();
}
