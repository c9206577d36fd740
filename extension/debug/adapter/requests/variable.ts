import type { DebugProtocol } from '@vscode/debugprotocol';
import { hex } from '../../../../trace/text/numbers';
import type { Handles } from '../handles';
import type { Node } from '../nodes';

/** A node in the words of the protocol. Nothing of a recording can be changed. */
export function variableOf(handles: Handles, { name, value, type, expression, place, children }: Node): DebugProtocol.Variable {
  return {
    name, value, ...(type === undefined ? {} : { type }), ...(expression === undefined ? {} : { evaluateName: expression }),
    variablesReference: children ? handles.addVariables(children) : 0,
    ...(children && children.indexed > 0 ? { indexedVariables: children.indexed, namedVariables: 0 } : {}),
    ...(place ? { memoryReference: hex(place.address) } : {}),
    presentationHint: { attributes: ['readOnly'] },
  };
}
