/** Functions reached through a pointer: `koffi.call(pointer, type, ...)` and the callables that `koffi.decode` makes. */
import { apply, isExternal } from '../core/intrinsics';
import type { Binding } from './binding';
import { around, quiet, replace, type Around, type Callable } from './callable';
import { tracedAsync } from './lanes';
import { tracedCall, TracedFunction } from './traced-call';

interface Stub { readonly stub: number; readonly address: bigint }
/** Where a decoded function came from: everything needed to make it again on another stub. */
interface Origin { readonly address: bigint; readonly type: unknown }

export class PointerCalls {
  readonly #binding: Binding;
  /** Stubs for `koffi.call` by address; a stub outlives the library, as the address does. */
  readonly #stubs = new Map<bigint, { readonly stub: number; readonly pointer: unknown } | null>();
  readonly #byType = new Map<unknown, Map<bigint, Around>>();

  constructor(binding: Binding) { this.#binding = binding; }

  install(exports: object): void {
    const { file } = this.#binding.session;
    replace(exports, 'call', (call) => around(call, quiet(file, (target, self, args) => this.#call(target, self, args))));
    replace(exports, 'decode', (decode) => around(decode, quiet(file, (target, self, args) => {
      const value = apply(target, self, args);
      return typeof value === 'function' ? this.#decoded(value as Callable, args) : value;
    })));
  }

  #call(call: Callable, self: unknown, args: unknown[]): unknown {
    const prepared = this.#prepare(args);
    if (prepared === null) return apply(call, self, args);
    const [, type, ...rest] = args;
    // koffi sees the stub's address in place of the function's; everything else is as it was.
    return prepared.run((...values: unknown[]) => apply(call, self, [prepared.pointer, type, ...values]), undefined, rest);
  }

  #prepare(args: readonly unknown[]): { readonly run: Around; readonly pointer: unknown } | null {
    try {
      const address = this.#address(args[0]);
      if (address === null || args.length < 2) return null;
      const stub = this.#stubFor(address);
      if (stub === null) return null;
      return { run: this.#runFor(address, args[0], args[1], stub.stub), pointer: stub.pointer };
    } catch {
      return null; // koffi will say what is wrong with the arguments
    }
  }

  #stubFor(address: bigint): { readonly stub: number; readonly pointer: unknown } | null {
    let known = this.#stubs.get(address);
    if (known === undefined) {
      const stub = this.#binding.session.agent.stubFor(address);
      known = stub && { stub: stub.stub, pointer: this.#binding.pointerTo(stub.address) };
      this.#stubs.set(address, known);
    }
    return known;
  }

  #runFor(address: bigint, pointer: unknown, type: unknown, stub: number): Around {
    let runs = this.#byType.get(type);
    if (!runs) { runs = new Map(); this.#byType.set(type, runs); }
    let run = runs.get(address);
    if (!run) {
      const sample = this.#binding.native.decode(pointer, type) as Callable;
      run = tracedCall(this.#traced(sample, { address, type }), stub);
      runs.set(address, run);
    }
    return run;
  }

  #decoded(made: Callable, args: readonly unknown[]): Callable {
    try {
      const origin = this.#origin(args);
      if (origin === null) return made;
      const traced = this.#traced(made, origin);
      const instance = this.#instance(origin);
      if (instance === null) return made;
      replace(instance.made, 'async', (async) => around(async, tracedAsync(traced, () => this.#instance(origin))));
      return around(instance.made, tracedCall(traced, instance.stub));
    } catch (error) {
      this.#binding.session.problem('a decoded function could not be wrapped', error);
      return made;
    }
  }

  #instance({ address, type }: Origin): { made: Callable; stub: number } | null {
    const stub: Stub | null = this.#binding.session.agent.stubFor(address);
    return stub && { made: this.#binding.native.decode(this.#binding.pointerTo(stub.address), type) as Callable, stub: stub.stub };
  }

  #origin(args: readonly unknown[]): Origin | null {
    const address = this.#address(args[0]);
    if (address === null) return null;
    const offset = typeof args[1] === 'number' || typeof args[1] === 'bigint' ? BigInt(args[1]) : null;
    return { address: address + (offset ?? 0n), type: args[offset === null ? 1 : 2] };
  }

  /** koffi names such functions `<anonymous>`; the type's name tells more. */
  #traced(made: Callable, { address, type }: Origin): TracedFunction {
    const signature = this.#binding.types.ofPointer(made, type);
    const typed = this.#binding.types.read(type).name;
    const name = typed.startsWith('<') ? `0x${address.toString(16)}` : typed;
    return new TracedFunction(this.#binding, { ...signature, name }, '');
  }

  #address(pointer: unknown): bigint | null {
    if (typeof pointer === 'bigint') return pointer === 0n ? null : pointer;
    if (typeof pointer === 'number') return Number.isSafeInteger(pointer) && pointer > 0 ? BigInt(pointer) : null;
    return isExternal(pointer) ? this.#binding.addressOf(pointer) : null;
  }
}
