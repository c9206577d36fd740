/**
 * koffi 3 copies strings, arrays and objects to a heap of its own, the same bytes for each call. Without that heap it asks the allocator
 * for each copy, and the agent gives memory that is kept apart (`native/agent/src/isolate/copies.rs`). The program sees the sizes it would
 * see otherwise.
 */
import { apply } from '../core/intrinsics';
import type { Session } from '../core/session';
import { around, quiet, replace, type Callable } from './callable';
import type { NativeKoffi } from './detect';

const sizes = ['sync_heap_size', 'async_heap_size'] as const;
type Sizes = Partial<Record<(typeof sizes)[number], unknown>>;
const none: Sizes = { sync_heap_size: 0, async_heap_size: 0 };

export function keepCopiesApart(exports: NativeKoffi, path: string, session: Session): void {
  const { config } = exports as unknown as { config?: Callable };
  if (exports.type === undefined || typeof config !== 'function' || !session.agent.keepCopiesApart(path)) return;
  const told = pick(config() as Sizes);
  try { config(none); } catch { return; } // a library is loaded already, or this version wants a heap
  replace(exports, 'config', (original) => around(original, quiet(session.file, (target, self, args) => {
    const result = apply(target, self, args);
    if (args.length > 0) {
      Object.assign(told, pick(args[0] as Sizes));
      target(none);
    }
    return typeof result === 'object' && result !== null ? Object.assign(result, told) : result;
  })));
}

function pick(from: Sizes): Sizes {
  return Object.fromEntries(sizes.filter((name) => from[name] !== undefined).map((name) => [name, from[name]]));
}
