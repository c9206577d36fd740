import { CALL_FIGURES, CALL_ORDERS, type CallFigure, type CallOrder } from '../state/choices';
import type { Store } from '../state/store';
import { menuButton, type MenuItem } from '../ui/menu';
import { FIGURE_NAMES } from './figures';
import { t } from '../text/l10n';

const ORDER_NAMES: Readonly<Record<CallOrder, string>> = {
  call: t('As they were made'), function: t('Name'), reads: t('Reads'), writes: t('Writes'), bytesRead: t('Bytes read'), bytesWritten: t('Bytes written'), time: t('Time in the call'),
  findings: t('Findings'),
};

/** Orders that people mostly want the other way round. */
const LARGEST_FIRST: readonly CallOrder[] = ['reads', 'writes', 'bytesRead', 'bytesWritten', 'time', 'findings'];

/** Order and columns of the calls. */
export function callMenu(store: Store): HTMLElement {
  const order = (callOrder: CallOrder): MenuItem => ({
    kind: 'radio', text: ORDER_NAMES[callOrder], on: store.state.choices.callOrder === callOrder,
    run: () => store.dispatch({ type: 'choose', choices: { callOrder, descending: LARGEST_FIRST.includes(callOrder) } }),
  });
  const figure = (name: CallFigure): MenuItem => ({
    kind: 'check', text: FIGURE_NAMES[name], on: store.state.choices.callFigures.includes(name),
    run: () => store.dispatch({ type: 'choose', choices: { callFigures: toggled(store.state.choices.callFigures, name) } }),
  });
  return menuButton('⇅', t('Order and columns of the calls'), () => [
    { kind: 'heading', text: t('Order') }, ...CALL_ORDERS.map(order),
    { kind: 'check', text: t('Largest or last first'), on: store.state.choices.descending, run: () => store.dispatch({ type: 'choose', choices: { descending: !store.state.choices.descending } }) },
    { kind: 'heading', text: t('Columns') }, ...CALL_FIGURES.map(figure),
  ]);
}

function toggled(figures: readonly CallFigure[], name: CallFigure): readonly CallFigure[] {
  return CALL_FIGURES.filter(each => (each === name ? !figures.includes(name) : figures.includes(each)));
}
