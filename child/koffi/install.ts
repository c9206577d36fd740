/** Wraps a freshly loaded koffi in place, before its own JavaScript sees it. */
import { dirname } from 'node:path';
import { apply } from '../core/intrinsics';
import type { Session } from '../core/session';
import type { Directions } from '../types/node';
import { Binding } from './binding';
import { around, quiet, replace } from './callable';
import type { NativeKoffi } from './detect';
import { Libraries } from './library';
import { PersistentMemory } from './memory';
import { keepCopiesApart } from './quarantine';
import { PointerCalls } from './pointer-calls';

const markers: Readonly<Record<string, Directions>> = { in: 1, out: 2, inout: 3 };

export function installKoffi(exports: NativeKoffi, path: string, session: Session): void {
  session.agent.attachKoffi(path);
  session.bindingFolders.push(dirname(path));
  keepCopiesApart(exports, path, session);
  const binding = new Binding(exports, session);
  new Libraries(binding).install(exports);
  new PointerCalls(binding).install(exports);
  new PersistentMemory(binding).install(exports);
  followHandles(exports, binding);
  binding.types.install(exports);
}

/** koffi gives opaque handles for `out(type)` and `as(value, type)`: remember what they stand for. */
function followHandles(exports: object, binding: Binding): void {
  const { file } = binding.session;
  for (const [name, directions] of Object.entries(markers)) {
    replace(exports, name, (mark) => around(mark, quiet(file, (target, self, args) => {
      const handle = apply(target, self, args);
      binding.mark(handle, directions);
      return handle;
    })));
  }
  replace(exports, 'as', (as) => around(as, quiet(file, (target, self, args) => {
    const handle = apply(target, self, args);
    binding.noteCast(handle, args[0], args[1]);
    return handle;
  })));
}
