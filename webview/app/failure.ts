import type { Host } from '../host';
import { button, h } from '../ui/dom';
import { t } from '../text/l10n';

/** Says why a recording can't be shown (one line that names it) and what can be done now. `message` null: the user stopped it. */
export function showFailure(root: HTMLElement, host: Host, name: string, message: string | null): void {
  root.replaceChildren(h('div', { class: 'page failure', role: 'alert' },
    h('h1', {}, message === null ? t('{0} was not opened', name) : t('This recording can\'t be shown')),
    h('p', { class: message === null ? '' : 'error' }, message ?? t('You stopped it. Open it again to go on.')),
    host.standalone ? null : h('div', { class: 'actions' },
      button(t('Open another…'), t('Open another recording'), () => host.command('openTrace'), 'primary'),
      button(t('Record again'), t('Run the last program again'), () => host.command('recordAgain'), 'secondary'),
      button(t('Show log'), t('Show the recorder log'), () => host.command('showLog'), 'secondary')),
  ));
}
