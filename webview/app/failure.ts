import type { Host } from '../host';
import { button, h } from '../ui/dom';

/** Says why a recording can't be shown (one line that names it) and what can be done now. `message` null: the user stopped it. */
export function showFailure(root: HTMLElement, host: Host, name: string, message: string | null): void {
  root.replaceChildren(h('div', { class: 'page failure', role: 'alert' },
    h('h1', {}, message === null ? `${name} was not opened` : 'This recording can\'t be shown'),
    h('p', { class: message === null ? '' : 'error' }, message ?? 'You stopped it. Open it again to go on.'),
    host.standalone ? null : h('div', { class: 'actions' },
      button('Open another…', 'Open another recording', () => host.command('openTrace'), 'primary'),
      button('Record again', 'Run the last program again', () => host.command('recordAgain'), 'secondary'),
      button('Show log', 'Show the recorder log', () => host.command('showLog'), 'secondary')),
  ));
}
