import type { Argument, Call, Region } from '../../trace/model/types';
import type { Host } from '../host';
import type { Store } from '../state/store';
import { baseName, bytes, duration, int, plural } from '../text/format';
import { regionName, sitePlace } from '../text/names';
import { h } from '../ui/dom';
import { sourceLink } from '../ui/parts';
import { rows } from './access';
import { t } from '../text/l10n';

/** The call in view: result, counts, arguments as declared, and the memory behind them. */
export function callCard(store: Store, host: Host, call: Call): HTMLElement {
  const { trace } = store;
  const callbacks = trace.callbacks.filter(callback => callback.call === call.id).length;
  const syscalls = trace.syscalls.filter(syscall => syscall.call === call.id);
  const thread = trace.threads.find(other => other.id === call.thread);
  return h('section', { class: 'card call-card' },
    h('h3', {}, h('b', { class: 'ellipsis' }, call.function), h('span', { class: 'grow' }), h('small', { class: 'number' }, t('call {0}', int(call.id)))),
    rows(
      call.site ? [t('JS'), sourceLink(host, call.site.file, call.site.line, call.site.column, sitePlace(call.site)), ' ', h('small', {}, call.stack[0]?.name ?? '')] : null,
      [t('library'), h('span', { title: call.library }, baseName(call.library))],
      [t('result'), result(call)],
      [t('touched'), t('{0} of {1}, {2} to {3}', plural(call.reads, 'read'), bytes(call.bytesRead), plural(call.writes, 'write'), bytes(call.bytesWritten))],
      [t('ran'), call.end === null ? h('span', { class: 'warn' }, t('! did not return')) : t('{0} from {1}', duration(call.end - call.start), duration(call.start)),
        h('small', {}, `${call.async ? t(' · async') : ''}${trace.threads.length > 1 ? t(' · thread {0}', thread?.name ?? call.thread) : ''}`)],
      callbacks > 0 ? [t('callbacks'), t('{0} into JavaScript', plural(callbacks, 'callback'))] : null,
      syscalls.length > 0 ? [t('kernel'), `${plural(syscalls.length, 'system call')}: ${[...new Set(syscalls.map(syscall => syscall.name))].join(', ')}`] : null,
      call.incomplete ? ['', h('span', { class: 'warn' }, t('! Part of this call was not traced.'))] : null,
    ),
    call.args.length > 0 ? argumentTable(store, call) : null,
    otherRegions(store, call),
    stackList(host, call),
  );
}

function result(call: Call): HTMLElement {
  if (call.threw) return h('span', { class: 'error' }, t('threw {0}', call.result ?? ''));
  return h('code', { title: call.result ?? '' }, call.result ?? t('none'));
}

function argumentTable(store: Store, call: Call): HTMLElement {
  return h('table', { class: 'arguments', 'aria-label': t('Arguments') },
    h('thead', {}, h('tr', {}, [t('argument'), t('declared'), t('value')].map(name => h('th', { scope: 'col' }, name)))),
    h('tbody', {}, call.args.map(argument => h('tr', {},
      h('th', { scope: 'row' }, argumentName(store, argument)),
      h('td', { title: `${argument.direction === 'value' ? '' : `${argument.direction} `}${argument.type}` },
        argument.direction === 'value' ? null : h('span', { class: 'direction' }, argument.direction), ' ', argument.type),
      h('td', { class: 'value', title: argument.value }, argument.value)))));
}

/** The argument's name; a button that pins its memory when there is some. */
function argumentName(store: Store, argument: Argument): HTMLElement | string {
  const region = argument.region === null ? undefined : store.trace.regionById.get(argument.region);
  return region ? regionButton(store, region, argument.name) : argument.name;
}

function otherRegions(store: Store, call: Call): HTMLElement | null {
  const named = new Set(call.args.map(argument => argument.region));
  const others = call.regions.filter(region => !named.has(region.id));
  if (others.length === 0) return null;
  return h('p', { class: 'regions' }, h('small', {}, t('also ')), others.slice(0, 12).flatMap(region => [
    regionButton(store, region, regionName(region)), h('small', {}, ` ${bytes(region.size)}  `),
  ]));
}

function regionButton(store: Store, region: Region, text: string): HTMLElement {
  const pin = (): void => store.dispatch({ type: 'pin', pin: { region: region.id, offset: 0, size: Math.max(1, region.size) } });
  return h('button', { class: 'link', type: 'button', title: t('Pin all {0} of {1}', bytes(region.size), regionName(region)), on: { click: pin } }, text);
}

function stackList(host: Host, call: Call): HTMLElement | null {
  if (call.stack.length < 2) return null;
  return h('details', { class: 'stack' }, h('summary', {}, `${plural(call.stack.length, 'JavaScript frame')}`),
    h('ol', {}, call.stack.map(frame => h('li', {}, sourceLink(host, frame.file, frame.line, frame.column, sitePlace(frame)), ' ', h('small', {}, frame.name ?? t('(anonymous)'))))));
}
