import { accessTwin } from '../twin/accesses';
import { twinGrid } from '../twin/grid';
import { pageTwin } from '../twin/pages';
import type { Store } from '../state/store';
import type { Pictures } from './keyboard';
import { keySheet, openDialog } from './sheet';
import { t } from '../text/l10n';

/** Key sheet and table twins: at most one is open, asking again closes it. */
export function createSheets(app: HTMLElement, store: Store, pictures: () => Pictures) {
  let open: { readonly name: string; close(): void } | null = null;

  function toggle(name: string, title: string, kind: string, make: (signal: AbortSignal) => { element: HTMLElement; destroy?(): void }): void {
    const same = open?.name === name;
    open?.close();
    if (same) return;
    const life = new AbortController();
    const content = make(life.signal);
    const dialog = openDialog(app, title, [content.element], kind, () => {
      life.abort();
      content.destroy?.();
      open = null;
    });
    open = { name, close: dialog.close };
  }

  function table(): void {
    const { pageMap, focused } = pictures();
    const ofPages = pageMap !== null && focused() === pageMap;
    const life = (signal: AbortSignal): ReturnType<typeof twinGrid> => twinGrid(ofPages ? pageTwin(store, signal) : accessTwin(store, signal));
    toggle(ofPages ? 'pages' : 'accesses', ofPages ? t('Page map as a table') : t('Accesses as a table'), `twin-dialog ${ofPages ? 'over-map' : 'over-timeline'}`, life);
  }

  return {
    table,
    keys: () => toggle('keys', t('Keyboard'), 'key-dialog', () => ({ element: keySheet() })),
    closeTopmost(): boolean {
      const closing = open;
      closing?.close();
      return closing !== null;
    },
    destroy: () => open?.close(),
  };
}
