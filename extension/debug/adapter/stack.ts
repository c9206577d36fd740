import type { Call, Insn } from '../../../trace/model/types';
import type { Position } from '../../../trace/cursor/position';
import { baseName } from '../../../trace/text/places';
import type { ReplaySession } from './replaySession';

/** One frame of the stack at a position, innermost first. */
export interface StackFrame {
  readonly name: string;
  readonly kind: 'native' | 'boundary' | 'javascript';
  readonly file: string | null;
  /** From 1; 0 where not known. */
  readonly line: number;
  readonly column: number;
  /** The call that its arguments are of. */
  readonly call: Call;
  readonly insn: Insn | null;
}

/** Native frames as far as recorded, then the JavaScript that called; the same again for the calls around it. */
export async function stackAt(session: ReplaySession, position: Position): Promise<readonly StackFrame[]> {
  const calls = session.callsAt(position);
  const frames: StackFrame[] = [];
  for (const [depth, call] of calls.entries()) {
    if (depth === 0 && position.kind === 'access') frames.push(...await nativeFrames(session, position, call));
    frames.push(functionFrame(call, depth === 0 ? position : null), ...scriptFrames(call, calls[depth + 1]));
  }
  return frames;
}

async function nativeFrames(session: ReplaySession, { ordinal }: Position, call: Call): Promise<StackFrame[]> {
  const { insn } = await session.trace.access(ordinal);
  return insn ? framesOf(insn, call) : [];
}

/** Functions inlined into the one that was called, innermost first, then itself. */
function framesOf(insn: Insn, call: Call): StackFrame[] {
  const places = [{ file: insn.file, line: insn.line }, ...insn.inlined];
  const names = [...insn.inlined.map(({ symbol }) => symbol), insn.symbol ?? unnamed(insn)];
  return names.map((name, at) => {
    const place = places[at] as { file: string | null; line: number | null };
    const where = at === 0 && place.file === null && insn.symbol !== null ? ` +0x${insn.symbolOffset.toString(16)}` : '';
    return { name: `${name}${where}`, kind: 'native', file: place.file, line: place.line ?? 0, column: 0, call, insn: at === 0 ? insn : null };
  });
}

function unnamed({ module, offset, pc }: Insn): string {
  return module === null ? `0x${pc.toString(16)}` : `${baseName(module)} +0x${offset.toString(16)}`;
}

/** Stands for the function that JavaScript called; says what is happening to it. */
function functionFrame(call: Call, position: Position | null): StackFrame {
  const library = call.library === '' ? '' : ` (${baseName(call.library)})`;
  const state = position?.kind === 'begin' ? ' is about to be called' : position?.kind === 'end' ? ' has returned' : '';
  return { name: `${call.function}${library}${state}`, kind: 'boundary', file: null, line: 0, column: 0, call, insn: null };
}

/** Frames that belong to the call around this one as well are left to it. */
function scriptFrames(call: Call, outer: Call | undefined): StackFrame[] {
  const [first, ...rest] = call.stack;
  // The stack begins with the function that the call is in, where it has a name.
  const named = first && call.site && first.file === call.site.file && first.line === call.site.line;
  const top = call.site ? [{ ...call.site, name: named ? first.name : null }] : [];
  const places = [...top, ...(named ? rest : call.stack)];
  const shared = outer ? scriptFrames(outer, undefined).length : 0;
  const own = shared > 0 && places.length > shared ? places.slice(0, places.length - shared) : places;
  return own.map(({ name, file, line, column }) => ({
    name: name ?? (baseName(file) || '(anonymous)'), kind: 'javascript', file, line, column, call, insn: null,
  }));
}
