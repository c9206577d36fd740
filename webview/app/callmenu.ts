import { stepCall } from '../state/steps';
import type { Store } from '../state/store';
import { button, h } from '../ui/dom';
import { t } from '../text/l10n';

/**
 * On pages under 600 px the tree of calls drops down from this row. The row is there at any width, the style sheet shows it when
 * there is no room for the tree.
 */
export function createCallMenu(store: Store, columns: HTMLElement): { readonly element: HTMLElement; destroy(): void } {
  const opener = button('', t('Calls and findings'), () => toggle(!columns.classList.contains('menu-open')), 'call-menu-opener');
  // Its text, which is set below, is its name.
  opener.removeAttribute('aria-label');
  const element = h('div', { class: 'call-menu' },
    button('‹', t('Previous call (↑)'), () => stepCall(store, -1), 'mini'), opener, button('›', t('Next call (↓)'), () => stepCall(store, 1), 'mini'));

  function toggle(open: boolean): void {
    columns.classList.toggle('menu-open', open);
    opener.setAttribute('aria-expanded', String(open));
  }
  function name(): void {
    const call = store.trace.callById.get(store.state.call ?? 0);
    opener.textContent = `${call ? `#${call.id} ${call.function}` : t('All {0} calls', store.trace.calls.length)} ⌄`;
  }
  const stop = store.subscribe(changed => {
    if (changed('call')) name();
    if (changed('call', 'finding')) toggle(false);
  });
  name();
  toggle(false);
  return { element, destroy: stop };
}
