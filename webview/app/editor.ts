import { mountCalls } from '../calls/calls';
import { mountBookmarks } from '../bookmarks/list';
import { mountFindings } from '../findings/list';
import type { Host } from '../host';
import type { MatchCounter } from '../state/matches';
import type { Store } from '../state/store';
import { h } from '../ui/dom';
import { createEdge, type EdgeOptions } from '../ui/edge';
import type { AppOptions } from './app';
import { createCallMenu } from './callmenu';
import { detailsColumn } from './detailscolumn';
import type { Command } from './keys';
import type { Pictures } from './keyboard';
import { createPageMap } from './mappicture';
import { createLower } from './lower';
import { picturesOf } from './pictures';
import { t } from '../text/l10n';

interface EditorParts {
  readonly store: Store; readonly host: Host; readonly matches: MatchCounter; readonly options: AppOptions;
  run(command: Command): void;
}

/** First sizes of the dragged edges, in CSS pixels. */
const SIZES = { calls: 268, details: 336, map: 272, findings: 220, below: 300 } as const;

/** Calls over findings, page map over timeline, details; on narrow pages the style sheet moves them (see styles/layout.css). */
export function mountEditorColumns(app: HTMLElement, parts: EditorParts): { readonly pictures: Pictures; setFollow?(on: boolean): void; destroy(): void } {
  const { store, host, matches, run } = parts;
  const calls = h('section', { class: 'calls', 'aria-label': t('Calls') });
  const findings = h('section', { class: 'findings-section', 'aria-label': t('Findings') });
  const bookmarks = h('section', { class: 'findings-section bookmarks-section', 'aria-label': t('Bookmarks'), hidden: true });
  const details = detailsColumn(store, host, false);
  const pageMap = createPageMap(store, run);
  const lower = createLower(store, host, run);
  const main = h('main', { class: 'columns' });
  const menu = createCallMenu(store, main);
  const edge = edgeMaker(app, parts.options);

  main.append(
    menu.element,
    h('aside', { class: 'left', 'aria-label': t('Calls and findings') },
      calls, edge({ name: 'findings', label: t('Height of the findings'), axis: 'y', sizes: 'after', min: 60, max: () => main.clientHeight - 140 }), findings, bookmarks),
    edge({ name: 'calls', label: t('Width of the calls'), axis: 'x', sizes: 'before', min: 180, max: () => main.clientWidth / 2 }),
    h('section', { class: 'centre', 'aria-label': t('Memory and accesses') },
      pageMap.title, pageMap.key ?? '', pageMap.box,
      edge({ name: 'map', label: t('Height of the page map'), axis: 'y', sizes: 'before', min: 80, max: () => main.clientHeight - 140 }),
      lower.title, ...lower.boxes),
    edge({ name: 'details', label: t('Width of the details'), axis: 'x', sizes: 'after', min: 240, max: () => main.clientWidth / 2 }),
    edge({ name: 'below', label: t('Height of the details'), axis: 'y', sizes: 'after', min: 120, max: () => main.clientHeight - 200 }),
    details.element);
  app.append(main);
  const views = [mountCalls(calls, store, host, matches), mountFindings(findings, store), mountBookmarks(bookmarks, store), menu, pageMap, lower, details];
  return { pictures: picturesOf(lower.timeline, pageMap), destroy: () => views.forEach(view => view.destroy()) };
}

/** Makes edges whose sizes are custom properties of the app: `--calls`, `--map` and so on. */
function edgeMaker(app: HTMLElement, options: AppOptions) {
  return (edge: Omit<EdgeOptions, 'size' | 'changed'> & { name: keyof typeof SIZES }): HTMLElement => {
    const size = options.edges[edge.name] ?? SIZES[edge.name];
    let mounted = false;
    // Before the page has a layout there is no largest size to hold to.
    const max = (): number => (mounted ? Math.max(edge.min, edge.max()) : Infinity);
    const { element } = createEdge({
      ...edge, size, max,
      changed: pixels => {
        app.style.setProperty(`--${edge.name}`, `${pixels}px`);
        if (mounted) options.edgeMoved(edge.name, pixels);
      },
    });
    mounted = true;
    return element;
  };
}
