import type { ByteSource } from '../../trace/model/types';
import { bytes } from '../text/format';
import { button, h } from '../ui/dom';
import { samplePicture } from './samplepicture';

/** Small recordings open faster than a person reads; nothing flashes for them. */
const SHOW_AFTER_MS = 200;

/** A calm picture, how much was read, and a way to stop. `watch` gives the source to read through. */
export function showLoading(root: HTMLElement, name: string, size: number, cancel: () => void): { watch(source: ByteSource): ByteSource } {
  const count = h('p', { class: 'loading-count', role: 'status' }, `${bytes(size)} to look through`);
  const page = h('div', { class: 'page loading' }, samplePicture(), h('h1', {}, `Opening ${name}`), count, button('Cancel', 'Stop opening this recording', cancel, 'secondary'));
  root.replaceChildren();
  setTimeout(() => { if (root.childElementCount === 0) root.append(page); }, SHOW_AFTER_MS);
  let read = 0;
  return {
    watch: source => ({
      size: source.size,
      async read(offset, length) {
        const part = await source.read(offset, length);
        read += part.length;
        count.textContent = `${bytes(read)} read of ${bytes(size)}`;
        return part;
      },
    }),
  };
}
