import type { CanvasView } from '../state/canvasview';
import type { Choices } from '../state/choices';
import type { Store } from '../state/store';
import type { KeyEntry } from '../pagemap/colouring';
import { mountPageMap } from '../pagemap/mount';
import { chooser } from '../ui/chooser';
import { button, fill, h } from '../ui/dom';
import { mapKey } from './mapkey';
import { tools, type Picture, type Run } from './pictures';
import { t } from '../text/l10n';

const COLOURS: Readonly<Record<Choices['mapColour'], string>> = {
  kind: t('colour: read and written'), writer: t('colour: last writer'), age: t('colour: age'), count: t('colour: how often'),
};

/** The page map with its title row and the key to its inks; on request a second one beside it keeps showing one call. */
export function createPageMap(store: Store, run: Run): Picture {
  const main = h('div', { class: 'map-canvas' });
  const right = half(main, null);
  const box = h('div', { class: 'picture page-map' }, right.element);
  const view = mountPageMap(main, store);
  const crumb = h('span', { class: 'crumb ellipsis' });
  const note = h('small', { class: 'picture-note' });
  const key = h('div', { class: 'map-key legend' });
  const colours = chooser(store, 'mapColour', t('What the colours of the page map mean'), COLOURS);
  const beside = button('⇄', t('Keep this call beside the one that is selected next (V)'), keep, 'mini');
  const links = button('∞', t('Zoom and move both calls together'), () => { linked = !linked; show(); if (kept) link(view, kept.view); }, 'mini');
  let linked = true;
  const title = h('h2', { class: 'title' }, t('Page map'), crumb, h('span', { class: 'grow' }), note, colours.element, links, beside,
    tools(box, run, [['Z', t('Zoom to the pinned bytes (Z)'), 'showPinned'], ['−', t('Zoom out (S)'), 'zoomOut'], ['+', t('Zoom in (W)'), 'zoomIn'], ['☰', t('The page map as a table (M)'), 'table']]));
  let kept: { readonly view: ReturnType<typeof mountPageMap>; readonly element: HTMLElement; readonly half: Half } | null = null;
  let focused: CanvasView = view;
  main.addEventListener('focusin', () => { focused = view; });

  function keep(): void {
    if (kept) return drop();
    const call = store.trace.callById.get(store.state.call ?? store.state.access?.call ?? 0);
    if (!call) return;
    const canvas = h('div', { class: 'map-canvas' });
    const left = half(canvas, drop);
    box.prepend(left.element);
    const second = mountPageMap(canvas, store, call.id);
    canvas.addEventListener('focusin', () => { focused = second; });
    kept = { view: second, element: left.element, half: left };
    second.onNote = showKey;
    second.onMoved = () => link(second, view);
    view.onMoved = () => link(view, second);
    // The next call is looked at where the kept one is.
    view.onCall = () => link(second, view);
    link(view, second);
    left.name(callName(store, call.id));
    show();
  }

  function link(leader: typeof view, follower: typeof view): void {
    const sight = linked ? leader.sight : null;
    if (sight) follower.follow(sight);
  }

  function drop(): void {
    view.onMoved = view.onCall = null;
    kept?.view.destroy();
    kept?.element.remove();
    kept = null;
    focused = view;
    show();
  }

  function show(): void {
    crumb.textContent = callName(store, store.state.call);
    right.name(kept ? callName(store, store.state.call) : null);
    links.hidden = kept === null;
    links.classList.toggle('on', linked);
    links.setAttribute('aria-pressed', String(linked));
    beside.classList.toggle('on', kept !== null);
    beside.setAttribute('aria-pressed', String(kept !== null));
    showKey();
  }

  function showKey(): void {
    note.textContent = kept ? '' : view.note;
    right.note(kept ? view.note : '');
    kept?.half.note(kept.view.note);
    // Beside each other the same inks may stand for other lines and numbers: each half has its own key.
    key.hidden = kept !== null && view.key.length > 0;
    fill(key, mapKey(view.key));
    right.key(kept ? view.key : []);
    kept?.half.key(kept.view.key);
  }
  view.onNote = showKey;
  const stop = store.subscribe(changed => {
    if (changed('call')) show();
    if (changed('choices')) showKey();
  });
  show();
  const both: CanvasView = {
    zoom: direction => focused.zoom(direction), pan: direction => focused.pan(direction),
    showPinned: () => { view.showPinned(); kept?.view.showPinned(); }, fit: () => { view.fit(); kept?.view.fit(); }, fitAll: () => { view.fitAll(); kept?.view.fitAll(); },
    beside: keep, get note() { return view.note; }, onNote: null, destroy: () => { view.destroy(); kept?.view.destroy(); },
  };
  return { title, box, key, view: both, destroy: () => { stop(); colours.destroy(); both.destroy(); } };
}

/** A map with a strip above it that names the call; hidden while there is only one. */
interface Half { readonly element: HTMLElement; name(text: string | null): void; note(text: string): void; key(entries: readonly KeyEntry[]): void }

function half(canvas: HTMLElement, close: (() => void) | null): Half {
  const text = h('b', { class: 'ellipsis' });
  const key = h('span', { class: 'map-key legend' });
  const note = h('small', { class: 'picture-note' });
  const strip = h('div', { class: 'half-title', hidden: true }, text, note, h('span', { class: 'grow' }), key, close ? button('×', t('Show one call again (V)'), close, 'mini') : null);
  return {
    element: h('div', { class: 'map-half' }, strip, canvas),
    name(name) { strip.hidden = name === null; text.textContent = name; },
    note: said => { note.textContent = said; },
    key: entries => fill(key, entries.length > 0 ? mapKey(entries) : ''),
  };
}

function callName(store: Store, id: number | null): string {
  const call = store.trace.callById.get(id ?? 0);
  return call ? `#${call.id} ${call.function}` : t('all calls');
}
