import type { DebugProtocol } from '@vscode/debugprotocol';
import { baseName } from '../../../../trace/text/places';
import type { RecordedFile } from '../recordedSources';
import type { ReplaySession } from '../replaySession';
import { conditioned, unverified, type Compiled, type Target } from './conditions';
import { comingTo } from './lines';

/** How far below a line without anything recorded one with something is looked for. */
const NEARBY = 10;

/** Breakpoints in a source file, JavaScript or native; `lines` count from 1. */
export function sourceBreakpoints(session: ReplaySession, path: string, wanted: readonly DebugProtocol.SourceBreakpoint[]): Compiled[] {
  const file = session.sources.file(path);
  return wanted.map(one => {
    if (one.logMessage) return unverified('a recording can be stopped at a line, but logs nothing there');
    if (!file) return unverified(`nothing of ${baseName(path)} was recorded: no FFI call was made from it, and no native code in it touched recorded memory`);
    const line = nearest(file, one.line);
    if (line === null) return unverified(`no FFI call was made from this line, and no native code on it touched recorded memory; lines with something are ${examples(file)}`);
    return conditioned(session.trace, targetOf(session, file, line), one, { line });
  });
}

function targetOf({ trace }: ReplaySession, file: RecordedFile, line: number): Target {
  const calls = file.calls.get(line);
  const insns = file.insns.get(line);
  return {
    boundary: calls ? ({ id }, kind) => kind === 'begin' && calls.has(id) : null,
    accesses: insns ? comingTo(trace, insns) : null,
  };
}

function nearest(file: RecordedFile, line: number): number | null {
  for (let at = line; at <= line + NEARBY; at++) if (file.calls.has(at) || file.insns.has(at)) return at;
  return null;
}

/** Lines of a file at which a replay can stop, ascending. */
export function linesOf(file: RecordedFile): number[] {
  return [...new Set([...file.calls.keys(), ...file.insns.keys()])].sort((a, b) => a - b);
}

function examples(file: RecordedFile): string {
  const lines = linesOf(file);
  return `${lines.slice(0, 5).join(', ')}${lines.length > 5 ? ', ...' : ''}`;
}
