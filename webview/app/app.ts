import type { Host } from '../host';
import { Certainty } from '../state/certainty';
import { MatchCounter } from '../state/matches';
import type { Store } from '../state/store';
import { h } from '../ui/dom';
import { createBar } from './bar';
import { mountEditorColumns } from './editor';
import { createFilterBox } from './filterbox';
import { createCommands, listenToKeys } from './keyboard';
import { mountPanel } from './panel';
import { createSheets } from './sheets';
import { createStatusLine } from './status';

export interface AppOptions {
  readonly mode: 'editor' | 'panel';
  readonly follow: boolean;
  /** Sizes of dragged edges, by name. */
  readonly edges: Readonly<Record<string, number>>;
  edgeMoved(name: string, size: number): void;
}

export interface App { setFollow(on: boolean): void; destroy(): void }

/** All views of one open recording. `root` is empty and as large as the page. */
export function mountApp(root: HTMLElement, store: Store, host: Host, options: AppOptions): App {
  const matches = new MatchCounter(store);
  const certainty = new Certainty(store.trace);
  const filter = createFilterBox(store, matches);
  const app = h('div', { class: `app ${options.mode}` });
  root.replaceChildren(app);
  const sheets = createSheets(app, store, () => pictures);
  const shell = { ...sheets, filter: () => filter.focus() };

  const parts = options.mode === 'panel'
    ? mountPanel(app, store, host, filter.element, { follow: options.follow, run: command => commands.run(command) })
    : mountEditor();
  const { pictures } = parts;
  const commands = createCommands(store, pictures, shell);
  const stopKeys = listenToKeys(document.body, commands);

  function mountEditor(): ReturnType<typeof mountEditorColumns> {
    const { info, calls } = store.trace;
    const status = createStatusLine(store, certainty);
    app.append(createBar(info, calls.length, filter.element, host, shell.keys));
    const columns = mountEditorColumns(app, { store, host, matches, options, run: command => commands.run(command) });
    app.append(status.element);
    return { ...columns, destroy: () => { status.destroy(); columns.destroy(); } };
  }

  return {
    setFollow: on => parts.setFollow?.(on),
    destroy() {
      stopKeys();
      for (const part of [parts, sheets, filter, matches, certainty]) part.destroy();
      root.replaceChildren();
    },
  };
}
