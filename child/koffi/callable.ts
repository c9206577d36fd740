/**
 * A function of the binding with our code around its calls. It is a proxy over koffi's own function, so that name, length,
 * keys, `info` and text are koffi's.
 */
import { hideFrames } from '../sites/stack-text';

export type Callable = (...args: unknown[]) => unknown;
export type Around = (target: Callable, self: unknown, args: unknown[]) => unknown;

export const around = (target: Callable, apply: Around): Callable => new Proxy(target, { apply });

/** Like `run`, and what it throws shows no frames of ours. `file`: the hook's bundle. */
export function quiet(file: string, run: Around): Around {
  const quietly: Around = (target, self, args) => {
    try {
      return run(target, self, args);
    } catch (error) {
      hideFrames(error, file, quietly);
      throw error;
    }
  };
  return quietly;
}

/** Puts a replacement where the original was, with the property's other attributes unchanged. */
export function replace(object: object, key: PropertyKey, make: (original: Callable) => Callable): void {
  const found = Object.getOwnPropertyDescriptor(object, key);
  if (typeof found?.value === 'function') Object.defineProperty(object, key, { ...found, value: make(found.value as Callable) });
}
