/** `load` and what it gives: every function resolved through a library is wrapped when it is made. */
import { apply, defineProperty, getOwnPropertyDescriptor, getPrototypeOf, ownKeys } from '../core/intrinsics';
import type { Binding } from './binding';
import { around, quiet, replace, type Callable } from './callable';
import { tracedAsync } from './lanes';
import { libraryPath } from './library-path';
import { tracedCall, TracedFunction } from './traced-call';

interface Loaded { readonly path: string; unloaded: boolean }
const disposeSymbol = (Symbol as { dispose?: symbol }).dispose;

export class Libraries {
  readonly #binding: Binding;
  readonly #loaded = new WeakMap<object, Loaded>();

  constructor(binding: Binding) { this.#binding = binding; }

  /** Wraps `load`, and in koffi 3 the class whose prototype carries `func` and `unload`. */
  install(exports: object): void {
    const { session, native: { LibraryHandle } } = this.#binding;
    if (LibraryHandle) this.#exchangePrototype(LibraryHandle);
    replace(exports, 'load', (load) => around(load, quiet(session.file, (target, self, args) => {
      const handle = apply(target, self, args) as object;
      try {
        this.#loaded.set(handle, { path: libraryPath(args[0]), unloaded: false });
        if (!LibraryHandle) for (const key of ownKeys(handle)) replace(handle, key, (method) => this.#wrapped(key, method));
      } catch (error) { session.problem('a library could not be wrapped', error); }
      return handle;
    })));
  }

  /** koffi's methods can't be redefined, but its class takes another prototype: the same one with our functions in it. */
  #exchangePrototype(constructor: { prototype: object }): void {
    const original = constructor.prototype;
    const prototype = Object.create(getPrototypeOf(original)) as object;
    for (const key of ownKeys(original)) {
      const found = getOwnPropertyDescriptor(original, key) as PropertyDescriptor;
      const value: unknown = found.value;
      defineProperty(prototype, key, typeof value === 'function' ? { ...found, value: this.#wrapped(key, value as Callable) } : found);
    }
    constructor.prototype = prototype;
  }

  #wrapped(key: PropertyKey, method: Callable): Callable {
    const { file } = this.#binding.session;
    if (key === 'func') return around(method, quiet(file, (target, self, args) => this.#resolve(target, self, args)));
    if (key !== 'unload' && key !== disposeSymbol) return method;
    return around(method, quiet(file, (target, self, args) => {
      const loaded = this.#loaded.get(self as object);
      if (loaded) loaded.unloaded = true;
      return apply(target, self, args);
    }));
  }

  #resolve(func: Callable, self: unknown, args: unknown[]): unknown {
    const written = [...args];
    const { made, stub } = this.#make(func, self, args);
    if (stub === 0) return made;
    try {
      const loaded = this.#loaded.get(self as object);
      const traced = new TracedFunction(this.#binding, this.#binding.types.ofFunction(made, written), loaded?.path ?? '');
      const another = () => (loaded?.unloaded ? null : this.#make(func, self, written));
      replace(made, 'async', (async) => around(async, tracedAsync(traced, another)));
      return around(made, tracedCall(traced, stub));
    } catch (error) {
      this.#binding.session.problem('a function could not be wrapped', error);
      return made;
    }
  }

  /** Makes a koffi function while the agent watches for the address it resolves. */
  #make(func: Callable, self: unknown, args: unknown[]): { made: Callable; stub: number } {
    const { agent } = this.#binding.session;
    agent.beginResolve();
    let made: Callable;
    try {
      made = apply(func, self, args) as Callable;
    } catch (error) {
      agent.endResolve();
      throw error;
    }
    return { made, stub: agent.endResolve() };
  }
}
