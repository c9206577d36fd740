import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Cancel } from '../../../../trace/cursor/cancel';
import type { Debuggee } from '../debuggee';
import { evaluate } from '../evaluate';
import { contextOf } from './context';
import { variableOf } from './variable';

/** What an expression means at this moment, in the call of a frame. */
export async function evaluateText(debuggee: Debuggee, { expression, frameId }: DebugProtocol.EvaluateArguments, cancel: Cancel): Promise<DebugProtocol.EvaluateResponse['body']> {
  const node = await evaluate(contextOf(debuggee, frameId), expression, cancel);
  const { value, type, variablesReference, indexedVariables, namedVariables, memoryReference } = variableOf(debuggee.handles, node);
  return {
    result: value, variablesReference, ...(type === undefined ? {} : { type }), ...(indexedVariables === undefined ? {} : { indexedVariables }),
    ...(namedVariables === undefined ? {} : { namedVariables }), ...(memoryReference === undefined ? {} : { memoryReference }),
  };
}
