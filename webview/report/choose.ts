import { samplePicture } from '../app/samplepicture';
import { bytes } from '../text/format';
import { t } from '../text/l10n';
import { button, h } from '../ui/dom';

/** Asks for the recording that lies beside the page: `name` and, where it is known, `size` say which one. */
export function showChooser(root: HTMLElement, name: string, size: number | null, open: (file: File) => void): void {
  const input = h('input', { type: 'file', accept: '.ffitrace', class: 'visually-hidden', 'aria-label': t('Recording'), tabindex: '-1' }) as HTMLInputElement;
  input.addEventListener('change', () => { const file = input.files?.[0]; if (file) open(file); });
  root.replaceChildren(h('div', { class: 'page choose' },
    samplePicture(),
    h('h1', {}, t('Open {0}', name)),
    h('p', {}, size === null ? t('Drop the recording on this page, or choose it.') : t('The recording ({0}) lies beside this page. Drop it here, or choose it.', bytes(size))),
    h('div', { class: 'actions' }, button(t('Choose the recording…'), t('Choose a .ffitrace file'), () => input.click(), 'primary')),
    h('p', { class: 'or' }, t('It is read on this computer and sent nowhere.')),
    input,
  ));
}
