/** One synchronous call: describe it, arm the stub, run koffi's function, report how it ended. */
import type { Below } from '../core/below';
import { errorText } from '../describe/value';
import { apply } from '../core/intrinsics';
import { Plan } from '../core/plan';
import type { Parameter, Signature } from '../types/node';
import { hideFrames } from '../sites/stack-text';
import type { Binding } from './binding';
import type { Around, Callable } from './callable';

/** Instead of a site: the agent may know it. As a slot: it does not. */
const FIND_SITE = 0xffff_ffff;

export const Flags = { sync: 0, async: 1, partial: 4 } as const;

/** A function the binding can call, as the recorder knows it. */
export class TracedFunction {
  readonly binding: Binding;
  readonly signature: Signature;
  readonly library: string;
  #plan: Plan | null = null;
  readonly #variants = new Map<string, Plan>();

  constructor(binding: Binding, signature: Signature, library: string) {
    this.binding = binding;
    this.signature = signature;
    this.library = library;
  }

  /** Describes and arms one call; 0 when it can't be traced. `below`: our innermost function on the stack. */
  arm(stub: number, args: readonly unknown[], flags: number, below: Below): number {
    const { session } = this.binding;
    const { agent } = session;
    try {
      const plan = this.#planFor(args);
      const fixed = this.signature.parameters.length;
      const site = session.findsSites ? FIND_SITE : session.sites.here(below);
      plan.fillRows(this.binding, args, fixed);
      const { words, count, partial } = session.table;
      const told = partial ? flags | Flags.partial : flags;
      const texts = plan.argumentTexts(this.binding, args, fixed);
      const slot = agent.arm(stub, plan.id, site, told, texts, words, count);
      return slot === FIND_SITE ? agent.arm(stub, plan.id, session.sites.learn(below, agent), told, texts, words, count) : slot;
    } catch (error) {
      session.problem(`a call of ${this.signature.name} could not be described`, error);
      return 0;
    }
  }

  returned(slot: number, result: unknown): void {
    const { agent } = this.binding.session;
    try {
      agent.finish(slot, (this.#plan as Plan).resultText(this.binding, result), false);
    } catch (error) {
      this.binding.session.problem(`the result of ${this.signature.name} could not be described`, error);
    }
  }

  threw(slot: number, error: unknown): void {
    try {
      this.binding.session.agent.finish(slot, errorText(error), true);
    } catch (problem) {
      this.binding.session.problem(`the end of ${this.signature.name} could not be reported`, problem);
    }
  }

  #planFor(args: readonly unknown[]): Plan {
    this.#plan ??= new Plan(this.binding.session, this.signature, this.library);
    return this.signature.variadic && args.length > this.signature.parameters.length ? this.#variant(args) : this.#plan;
  }

  /** Variadic calls bring the types of their further arguments with them. */
  #variant(args: readonly unknown[]): Plan {
    const { parameters } = this.signature;
    const further: Parameter[] = [];
    for (let at = parameters.length; at + 1 < args.length; at += 2) further.push(this.binding.variadicParameter(args[at]));
    const key = further.map((one) => `${one.directions} ${one.type.name} ${one.type.size}`).join();
    let plan = this.#variants.get(key);
    if (plan === undefined) {
      plan = new Plan(this.binding.session, { ...this.signature, parameters: [...parameters, ...further] }, this.library);
      this.#variants.set(key, plan);
    }
    return plan;
  }
}

/** What runs in place of a synchronous koffi function. */
export function tracedCall(traced: TracedFunction, stub: number): Around {
  const { file } = traced.binding.session;
  const run = (target: Callable, self: unknown, args: unknown[]): unknown => {
    const slot = traced.arm(stub, args, Flags.sync, run);
    if (slot === 0) return apply(target, self, args);
    let result: unknown;
    try {
      result = apply(target, self, args);
    } catch (error) {
      traced.threw(slot, error);
      hideFrames(error, file, run);
      throw error;
    }
    traced.returned(slot, result);
    return result;
  };
  return run;
}
