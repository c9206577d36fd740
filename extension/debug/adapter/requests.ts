import type { Cancel } from '../../../trace/cursor/cancel';
import type { Answer } from './answer';
import type { Debuggee } from './debuggee';
import { setDataBreakpoints, setExceptionBreakpoints, setFunctionBreakpoints, setInstructionBreakpoints, setSourceBreakpoints, breakpointLocations } from './requests/breakpoints';
import { dataBreakpointInfo } from './requests/dataBreakpointInfo';
import { disassemble } from './requests/disassemble';
import { completions } from './requests/completions';
import { evaluateText } from './requests/evaluate';
import { exceptionInfo } from './requests/exceptionInfo';
import { OWN } from './own';
import { attach, configurationDone, disconnect, initialize, launch, restart } from './requests/lifecycle';
import { readMemory } from './requests/memory';
import { continueRun, goTo, next, pause, restartFrame, reverseContinue, reverseStepIn, reverseStepOut, runTo, stepBack, stepInto, stepOutOf } from './requests/moves';
import { scopes, stackTrace, threads, variables } from './requests/stack';
import { gotoTargets, targets } from './requests/targets';

/** Answers one request. @throws RequestFailed with the reason for people, Cancelled */
export type Handler = (debuggee: Debuggee, args: never, cancel: Cancel) => Promise<object | Answer | void> | object | Answer | void;

export const handlers: Readonly<Record<string, Handler>> = {
  initialize, launch, attach, configurationDone, disconnect, restart,
  threads, stackTrace, scopes, variables, completions, disassemble, readMemory, exceptionInfo, gotoTargets, dataBreakpointInfo, breakpointLocations,
  evaluate: evaluateText,
  setBreakpoints: setSourceBreakpoints, setFunctionBreakpoints, setExceptionBreakpoints, setDataBreakpoints, setInstructionBreakpoints,
  continue: continueRun, reverseContinue, next, stepIn: stepInto, stepOut: stepOutOf, stepBack, pause, goto: goTo, restartFrame,
  [OWN.reverseStepIn]: reverseStepIn, [OWN.reverseStepOut]: reverseStepOut, [OWN.runTo]: runTo, [OWN.targets]: targets,
};
