import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Cancel } from '../../../../trace/cursor/cancel';
import { baseName } from '../../../../trace/text/places';
import { hex } from '../../../../trace/text/numbers';
import { columnFor, lineFor } from '../client';
import type { Debuggee } from '../debuggee';
import { scopesOf } from '../scopes';
import { stackAt, type StackFrame } from '../stack';
import { variableOf } from './variable';

/** Without a client that pages, so many parts are shown. */
const PARTS = 1000;

/** The threads that made calls. Before the recording is there, the session has one that runs. */
export function threads(debuggee: Debuggee): { threads: DebugProtocol.Thread[] } {
  if (!debuggee.isOpen) return { threads: [{ id: 1, name: 'recording' }] };
  const { trace, replay } = debuggee.session;
  const several = trace.info.counts.processes > 1;
  return {
    threads: replay.threads.map(({ thread }) => {
      const known = trace.threads.find(({ id }) => id === thread);
      return { id: thread, name: known ? `${known.name === '' ? 'thread' : known.name} ${known.tid}${several ? `, process ${known.process}` : ''}` : `thread ${thread}` };
    }),
  };
}

export async function stackTrace(debuggee: Debuggee, { threadId, startFrame = 0, levels = 0 }: DebugProtocol.StackTraceArguments): Promise<DebugProtocol.StackTraceResponse['body']> {
  const session = debuggee.session;
  const position = await session.replay.where(threadId, session.position);
  if (!position) return { stackFrames: [], totalFrames: 0 };
  const frames = await stackAt(session, position);
  const wanted = frames.slice(startFrame, levels > 0 ? startFrame + levels : undefined);
  return { totalFrames: frames.length, stackFrames: wanted.map(frame => shown(debuggee, frame, debuggee.handles.addFrame({ position, frame }), frame === frames[0])) };
}

function shown({ client, session }: Debuggee, { name, kind, file, line, column, insn }: StackFrame, id: number, isTop: boolean): DebugProtocol.StackFrame {
  const path = file === null ? null : session.sources.path(file);
  const pc = insn ? { instructionPointerReference: hex(insn.pc) } : {};
  if (path !== null) return { id, name, line: lineFor(client, line), column: columnFor(client, Math.max(1, column)), source: { name: baseName(path), path }, canRestart: true, ...pc };
  // Files of another computer can't be opened; their names still say something.
  const where = file === null ? '' : ` (${baseName(file)}:${line})`;
  return { id, name: `${name}${where}`, line: 0, column: 0, canRestart: true, ...hint(kind, isTop), ...pc };
}

/** Functions that JavaScript called separate what it did from what they did; on top they are what happens now. */
function hint(kind: StackFrame['kind'], isTop: boolean): Pick<DebugProtocol.StackFrame, 'presentationHint'> {
  if (isTop || kind === 'native') return {};
  return { presentationHint: kind === 'boundary' ? 'label' : 'subtle' };
}

export function scopes(debuggee: Debuggee, { frameId }: DebugProtocol.ScopesArguments): { scopes: DebugProtocol.Scope[] } {
  const { position, frame } = debuggee.handles.frame(frameId);
  return {
    scopes: scopesOf(debuggee.session, position, frame).map(({ name, hint, children, named }) => ({
      name, ...(hint ? { presentationHint: hint } : {}), variablesReference: debuggee.handles.addVariables(children), namedVariables: named, expensive: false,
    })),
  };
}

export async function variables({ handles }: Debuggee, { variablesReference, filter, start = 0, count = 0 }: DebugProtocol.VariablesArguments, cancel: Cancel): Promise<{ variables: DebugProtocol.Variable[] }> {
  const { children, shown: known } = handles.variablesOf(variablesReference);
  if (filter === (children.indexed > 0 ? 'named' : 'indexed')) return { variables: [] };
  const nodes = await children.get(cancel, start, count > 0 ? count : PARTS);
  for (const node of nodes) known.set(node.name, node);
  return { variables: nodes.map(node => variableOf(handles, node)) };
}
