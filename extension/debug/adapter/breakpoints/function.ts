import type { DebugProtocol } from '@vscode/debugprotocol';
import { nameTest } from '../../../../trace/filter/names';
import type { ReplaySession } from '../replaySession';
import { conditioned, unverified, type Compiled } from './conditions';
import { entering } from './lines';

/** Breakpoints on native functions by name, with `*` for anything: on those that JavaScript called, and those inside. */
export function functionBreakpoints(session: ReplaySession, wanted: readonly DebugProtocol.FunctionBreakpoint[]): Compiled[] {
  return wanted.map(one => functionBreakpoint(session, one));
}

function functionBreakpoint({ trace }: ReplaySession, { name, ...conditions }: DebugProtocol.FunctionBreakpoint): Compiled {
  const matches = nameTest(name.trim());
  const called = new Set(trace.calls.filter(call => matches(call.function)).map(({ id }) => id));
  const insns = new Set<number>();
  for (const { id, symbol, inlined } of trace.insnById.values()) {
    if ((symbol !== null && matches(symbol)) || inlined.some(one => matches(one.symbol))) insns.add(id);
  }
  if (called.size === 0 && insns.size === 0) return unverified(`no recorded call or native code is called "${name}"; names are ${examples([...new Set(trace.calls.map(call => call.function))])}`);
  // What JavaScript calls is stopped at when it is called; stopping once more at its first access would say nothing new.
  return conditioned(trace, {
    boundary: called.size > 0 ? ({ id }, kind) => kind === 'begin' && called.has(id) : null,
    accesses: called.size > 0 ? null : entering(insns),
  }, conditions);
}

const examples = (names: readonly string[]): string => `${names.slice(0, 5).join(', ')}${names.length > 5 ? ', ...' : ''}`;
