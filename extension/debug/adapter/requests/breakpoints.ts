import type { DebugProtocol } from '@vscode/debugprotocol';
import type { BreakpointBook } from '../breakpoints/book';
import { dataBreakpoints } from '../breakpoints/data';
import { findingBreakpoints } from '../breakpoints/findings';
import { functionBreakpoints } from '../breakpoints/function';
import { instructionBreakpoints } from '../breakpoints/instruction';
import { linesOf, sourceBreakpoints } from '../breakpoints/source';
import { lineFor, lineFrom } from '../client';
import type { Debuggee } from '../debuggee';

type Answered = Promise<{ breakpoints: DebugProtocol.Breakpoint[] }>;

async function answered(set: ReturnType<BreakpointBook['set']>): Answered { return { breakpoints: await set }; }

export async function setSourceBreakpoints(debuggee: Debuggee, { source, breakpoints = [] }: DebugProtocol.SetBreakpointsArguments): Answered {
  const path = source.path ?? source.name ?? '';
  const wanted = breakpoints.map(one => ({ ...one, line: lineFrom(debuggee.client, one.line) }));
  const made = await debuggee.breakpoints.set(`source ${path}`, 'breakpoint', session => sourceBreakpoints(session, path, wanted), debuggee.session);
  return { breakpoints: made.map(one => (one.line === undefined ? one : { ...one, line: lineFor(debuggee.client, one.line) })) };
}

export function setFunctionBreakpoints(debuggee: Debuggee, { breakpoints }: DebugProtocol.SetFunctionBreakpointsArguments): Answered {
  return answered(debuggee.breakpoints.set('function', 'function breakpoint', session => functionBreakpoints(session, breakpoints), debuggee.session));
}

export function setDataBreakpoints(debuggee: Debuggee, { breakpoints }: DebugProtocol.SetDataBreakpointsArguments): Answered {
  return answered(debuggee.breakpoints.set('data', 'data breakpoint', session => dataBreakpoints(session, breakpoints), debuggee.session));
}

export function setInstructionBreakpoints(debuggee: Debuggee, { breakpoints }: DebugProtocol.SetInstructionBreakpointsArguments): Answered {
  return answered(debuggee.breakpoints.set('instruction', 'instruction breakpoint', session => instructionBreakpoints(session, breakpoints), debuggee.session));
}

/** Finding them may take as long as reading the whole recording: that goes on while people look around. */
export function setExceptionBreakpoints(debuggee: Debuggee, { filters, filterOptions = [] }: DebugProtocol.SetExceptionBreakpointsArguments): void {
  const wanted = [...filters.map(filterId => ({ filterId })), ...filterOptions];
  debuggee.breakpoints.begin('finding', 'exception', session => findingBreakpoints(session, wanted), debuggee.session);
}

/** Lines that something was recorded on. */
export function breakpointLocations({ client, session }: Debuggee, { source, line, endLine = line }: DebugProtocol.BreakpointLocationsArguments): { breakpoints: DebugProtocol.BreakpointLocation[] } {
  const file = session.sources.file(source.path ?? '');
  const [from, to] = [lineFrom(client, line), lineFrom(client, endLine)];
  const lines = file ? linesOf(file).filter(one => one >= from && one <= to) : [];
  return { breakpoints: lines.map(one => ({ line: lineFor(client, one) })) };
}
