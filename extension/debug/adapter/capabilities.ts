import type { DebugProtocol } from '@vscode/debugprotocol';
import { findingFilters } from './breakpoints/findings';

/** What the adapter can do; each has its requests in requests.ts. */
export const CAPABILITIES: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsFunctionBreakpoints: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsEvaluateForHovers: true,
  supportsClipboardContext: true,
  supportsStepBack: true,
  supportsRestartFrame: true,
  supportsGotoTargetsRequest: true,
  supportsCompletionsRequest: true,
  completionTriggerCharacters: ['.', '[', ':', '('],
  supportsRestartRequest: true,
  supportsExceptionOptions: false,
  supportsExceptionFilterOptions: true,
  supportsExceptionInfoRequest: true,
  supportsDataBreakpoints: true,
  supportsDataBreakpointBytes: true,
  supportsReadMemoryRequest: true,
  supportsDisassembleRequest: true,
  supportsInstructionBreakpoints: true,
  supportsCancelRequest: true,
  supportsBreakpointLocationsRequest: true,
  supportsSteppingGranularity: true,
  supportsTerminateRequest: false,
  exceptionBreakpointFilters: findingFilters,
};
