import type { Access, Trace } from '../../trace/model/types';
import { collect, indexOfOrdinal, type Collected } from '../chain/collect';
import { callsInside, ordinalsOf } from '../state/scope';
import { selectOrdinal } from '../state/select';
import type { Store } from '../state/store';
import { bytes, duration, ordinalText } from '../text/format';
import { fieldName, fieldsIn, insnPlace, place } from '../text/names';
import type { TwinSource } from './grid';
import { t } from '../text/l10n';

/** Accesses of the call in view that pass the filter. */
export function accessTwin(store: Store, signal: AbortSignal): TwinSource {
  const { trace, call, filter: { matcher } } = store.state;
  let found: Collected | null = null;
  // Everything, unfiltered: the row is the ordinal, nothing has to be gathered.
  const plain = call === null && matcher === null;
  const ordinalAt = (row: number): number => (plain ? row : found?.ordinals[row] ?? -1);
  const source: TwinSource = {
    title: call === null ? t('Accesses of all calls') : t('Accesses of #{0} {1}', call, trace.callById.get(call)?.function ?? ''),
    columns: ['no.', t('time'), t('kind'), t('bytes'), t('field'), t('native line'), t('certain')],
    get count() { return plain ? trace.accessCount : found?.ordinals.length ?? 0; },
    get current() {
      const ordinal = store.state.access?.ordinal;
      if (ordinal === undefined) return -1;
      if (plain) return ordinal;
      const index = indexOfOrdinal(found?.ordinals ?? [], ordinal);
      return found?.ordinals[index] === ordinal ? index : -1;
    },
    cells: async row => accessCells(trace, await trace.access(ordinalAt(row))),
    activate: row => void selectOrdinal(store, ordinalAt(row)),
    onChange: null,
  };
  const stop = store.subscribe(changed => { if (changed('access')) source.onChange?.(); });
  signal.addEventListener('abort', stop);
  if (!plain) {
    const calls = new Set(callsInside(trace, call).map(each => each.id));
    void collect(trace, [ordinalsOf(trace, call)], (block, row) => calls.has(block.call[row] ?? 0) && (!matcher || matcher.matches(block, row)), signal,
      collected => { found = collected; source.onChange?.(); }, node => matcher?.judge(node) ?? 'some');
  }
  return source;
}

export function accessCells(trace: Trace, access: Access): readonly string[] {
  const region = trace.regionById.get(access.region ?? access.anchor ?? 0);
  return [
    ordinalText(access.ordinal), duration(access.time), access.kind,
    region ? place(region, access.offset, access.size) : bytes(access.size),
    region ? fieldsIn(region, access.offset, access.size).slice(0, 3).map(field => fieldName(region, field)).join(' + ') : '',
    insnPlace(access.insn), `${access.certain ? 'yes' : 'no'}${access.by === 'kernel' ? t(', kernel {0}', access.syscall ?? '') : ''}`,
  ];
}
