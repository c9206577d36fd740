/**
 * `process.dlopen` is the one place that every loader passes, CommonJS and ESM, whatever koffi's version and however it
 * was bundled. What it loads is wrapped when it looks like koffi.
 */
import { apply } from './core/intrinsics';
import type { Connection } from './core/connect';
import { around, quiet, replace, type Callable } from './koffi/callable';
import { isKoffi } from './koffi/detect';
import { installKoffi } from './koffi/install';

/** `file`: the hook's bundle. */
export function watchDlopen(connection: Connection, file: string): void {
  replace(process, 'dlopen', (dlopen: Callable) => around(dlopen, quiet(file, (target, self, args) => {
    const result = apply(target, self, args);
    const [module, path] = args as [{ exports?: unknown } | null, string];
    const exports = module?.exports;
    if (isKoffi(exports)) wrap(connection, exports, path);
    return result;
  })));
}

function wrap(connection: Connection, exports: Parameters<typeof installKoffi>[0], path: string): void {
  const session = connection.session();
  if (session === null) return;
  try {
    installKoffi(exports, path, session);
  } catch (error) {
    session.problem('koffi could not be wrapped', error);
  }
}
