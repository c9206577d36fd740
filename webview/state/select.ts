import type { Access } from '../../trace/model/types';
import type { Store } from './store';

const latest = new WeakMap<Store, number>();

/**
 * Loads an access and selects it. When several are asked for while the first is still being read, only the last one is
 * selected. Resolves to the access, or null when it was overtaken or is outside the recording.
 */
export async function selectOrdinal(store: Store, ordinal: number, options: { keepPin?: boolean } = {}): Promise<Access | null> {
  if (ordinal < 0 || ordinal >= store.trace.accessCount) return null;
  const turn = (latest.get(store) ?? 0) + 1;
  latest.set(store, turn);
  const access = await store.trace.access(ordinal);
  if (latest.get(store) !== turn) return null;
  store.dispatch({ type: 'access', access, keepPin: options.keepPin ?? false });
  return access;
}
