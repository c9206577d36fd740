import { button, h, key } from '../ui/dom';
import { KEYS } from './keys';
import { t } from '../text/l10n';

/** A panel over the views that Esc and its × close; focus returns to where it was. */
export function openDialog(parent: HTMLElement, title: string, content: readonly HTMLElement[], kind: string, closed: () => void): { close(): void; readonly element: HTMLElement } {
  const before = document.activeElement;
  const close = (): void => {
    if (!element.isConnected) return;
    element.remove();
    if (before instanceof HTMLElement && before.isConnected) before.focus();
    closed();
  };
  const element: HTMLElement = h('div', { class: `dialog ${kind}`, role: 'dialog', 'aria-label': title, tabindex: -1 },
    h('h2', { class: 'dialog-title' }, title, h('span', { class: 'grow' }), button('×', t('Close (Esc)'), close, 'mini')), ...content);
  parent.append(element);
  element.focus();
  return { close, element };
}

export function keySheet(): HTMLElement {
  return h('dl', { class: 'keys' }, ...KEYS.flatMap(row => [
    h('dt', {}, row.shown.map(name => key(name))), h('dd', {}, row.says),
  ]));
}
