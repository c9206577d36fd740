import type { Store } from '../state/store';
import type { Choices } from '../state/choices';
import { h } from './dom';

/** A list of words to choose one from, bound to one of the choices of the views. */
export function chooser<K extends 'mapColour' | 'lanesBy'>(store: Store, name: K, label: string, words: Readonly<Record<Choices[K], string>>): { readonly element: HTMLElement; destroy(): void } {
  const select = h('select', { 'aria-label': label, title: label, on: { change: () => store.dispatch({ type: 'choose', choices: { [name]: select.value as Choices[K] } }) } },
    Object.entries<string>(words).map(([word, text]) => h('option', { value: word }, text)));
  const show = (): void => { select.value = store.state.choices[name]; };
  show();
  return { element: select, destroy: store.subscribe(changed => { if (changed('choices')) show(); }) };
}
