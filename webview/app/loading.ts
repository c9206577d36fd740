import type { ByteSource } from '../../trace/model/types';
import { bytes } from '../text/format';
import { button, h } from '../ui/dom';
import { samplePicture } from './samplepicture';
import { t } from '../text/l10n';

/** Small recordings open faster than a person reads; nothing flashes for them. */
const SHOW_AFTER_MS = 200;

/** A calm picture, how much was read, and a way to stop. `watch` gives the source to read through. */
export function showLoading(root: HTMLElement, name: string, size: number, cancel: () => void): { watch(source: ByteSource): ByteSource } {
  const count = h('p', { class: 'loading-count', role: 'status' }, t('{0} to look through', bytes(size)));
  const page = h('div', { class: 'page loading' }, samplePicture(), h('h1', {}, t('Opening {0}', name)), count, button(t('Cancel'), t('Stop opening this recording'), cancel, 'secondary'));
  root.replaceChildren();
  setTimeout(() => { if (root.childElementCount === 0) root.append(page); }, SHOW_AFTER_MS);
  let read = 0;
  return {
    watch: source => ({
      size: source.size,
      async read(offset, length) {
        const part = await source.read(offset, length);
        read += part.length;
        count.textContent = t('{0} read of {1}', bytes(read), bytes(size));
        return part;
      },
    }),
  };
}
