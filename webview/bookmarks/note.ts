import type { Bookmark } from '../protocol';
import type { Store } from '../state/store';
import { h } from '../ui/dom';
import { t } from '../text/l10n';

/** A line of text about a bookmarked access; Enter and leaving the field keep it, Esc takes it back. */
export function noteField(store: Store, { ordinal, note }: Bookmark): HTMLElement {
  const keep = (): void => { if (input.value !== note) store.dispatch({ type: 'note', ordinal, note: input.value }); };
  const input = h('input', {
    class: 'note-input', type: 'text', placeholder: t('Note'), 'aria-label': t('Note about this access'), maxlength: 500,
    on: {
      change: keep,
      keydown: event => {
        if (event.key === 'Enter') keep();
        else if (event.key === 'Escape') input.value = note;
        else return;
        input.blur();
        event.stopPropagation();
      },
    },
  });
  input.value = note;
  return input;
}
