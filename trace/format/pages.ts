import { damaged } from './cursor';
import { viewOf } from './header';
import { PAGE_BYTES } from './layout';

/** The pages of a PAGES block by their numbers; the arrays are views into the payload. */
export function decodePages(payload: Uint8Array): Map<number, Uint8Array> {
  const pages = new Map<number, Uint8Array>();
  const view = viewOf(payload);
  for (let at = 0; at < payload.length;) {
    if (payload.length - at < 8) damaged();
    const length = view.getUint32(at + 4, true);
    if (length > PAGE_BYTES || length > payload.length - at - 8) damaged();
    pages.set(view.getUint32(at, true), payload.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return pages;
}
