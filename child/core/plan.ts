/** What is known of a function before it is called: where its arguments go and how each is described. */
import { layoutOf } from '../abi/sysv';
import { describe } from '../describe/value';
import { holdsPointers, isAggregate, isPointer, type Directions, type Signature, type TypeNode } from '../types/node';
import { Flag, Kind, NONE } from '../rows/table';
import type { Handles } from '../rows/marshal';
import { quote } from './intrinsics';
import type { Session } from './session';

interface ParameterPlan {
  readonly type: TypeNode;
  readonly directions: Directions;
  readonly places: readonly number[];
  readonly label: string;
  readonly shape: 'pointer' | 'aggregate' | 'plain';
  /** Integers are shown as addresses. */
  readonly pointer: boolean;
}

export class Plan {
  readonly id: number;
  readonly result: TypeNode;
  readonly #session: Session;
  readonly #parameters: readonly ParameterPlan[];
  readonly #hiddenResult: boolean;

  constructor(session: Session, signature: Signature, library: string) {
    this.#session = session;
    this.id = session.definitions.function(signature, library);
    this.result = signature.result;
    const layout = layoutOf(signature.result, signature.parameters.map((one) => one.type));
    this.#hiddenResult = layout.hiddenResult;
    this.#parameters = signature.parameters.map(({ name, type, directions }, index) => ({
      type, directions, places: layout.places[index] ?? [], label: `arg ${index}${name === null ? '' : ` ${name}`}`,
      shape: isPointer(type) ? 'pointer' : isAggregate(type) && holdsPointers(type) ? 'aggregate' : 'plain',
      pointer: isPointer(type) || type.kind === 'Callback',
    }));
  }

  get arity(): number { return this.#parameters.length; }

  /** Fills the session's table with the regions of one call; `fixed`: parameters before the variadic ones. */
  fillRows(handles: Handles, args: readonly unknown[], fixed: number): void {
    const { marshaller, table, definitions } = this.#session;
    marshaller.begin(handles);
    if (this.#hiddenResult) {
      table.add(NONE, 0, this.result.size, definitions.label('result'), definitions.type(this.result), Flag.out | Flag.lent | Flag.result, NONE, Kind.struct);
    }
    for (let index = 0; index < this.#parameters.length; index++) {
      const one = this.#parameters[index] as ParameterPlan;
      if (one.shape === 'plain') continue;
      const value = args[argumentAt(index, fixed)];
      if (one.shape === 'pointer') marshaller.pointer(value, one.type, one.directions, NONE, one.places[0] ?? 0, one.label, index);
      else marshaller.aggregate(value, one.type, one.places, one.label, index);
    }
  }

  /** The arguments as a JSON array of short texts. */
  argumentTexts(handles: Handles, args: readonly unknown[], fixed: number): string {
    let json = '[';
    for (let index = 0; index < this.#parameters.length; index++) {
      const one = this.#parameters[index] as ParameterPlan;
      if (index > 0) json += ',';
      json += quote(describe(args[argumentAt(index, fixed)], one.pointer, handles.addressOf));
    }
    return `${json}]`;
  }

  resultText(handles: Handles, result: unknown): string {
    return describe(result, isPointer(this.result) || this.result.kind === 'Callback', handles.addressOf);
  }
}

/** Behind the `fixed` parameters each value comes after its type. */
const argumentAt = (index: number, fixed: number): number => (index < fixed ? index : fixed + (index - fixed) * 2 + 1);
