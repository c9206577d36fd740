import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Position } from '../../../../trace/cursor/position';
import type { Direction } from '../../../../trace/cursor/search';
import { stepIn, stepOut, stepOver } from '../../../../trace/cursor/steps';
import type { ThreadLine } from '../../../../trace/cursor/thread';
import { Answer } from '../answer';
import type { Debuggee, Stopped } from '../debuggee';
import { RequestFailed } from '../errors';
import { moving, onTheWay, runOn } from '../run';
import { positionOf } from './targets';

type OfThread = { readonly threadId?: number };
type Find = (line: ThreadLine, from: Position, direction: Direction) => Promise<Position | null> | Position | null;

const EDGE: Readonly<Record<Direction, Stopped>> = {
  forward: { reason: 'end of recording', description: 'At the end of this thread' },
  backward: { reason: 'end of recording', description: 'At the beginning of this thread' },
};
const STEPPED: Stopped = { reason: 'step' };

/** A step of a thread; `stops`: over what lies between, where breakpoints may be. */
function step(find: Find, direction: Direction, stops: boolean) {
  return (debuggee: Debuggee, { threadId }: OfThread): Answer => {
    const line = lineOf(debuggee, threadId);
    return new Answer(undefined, () => moving(debuggee, async cancel => {
      const { replay, position } = debuggee.session;
      const from = await replay.where(line.thread, position);
      const found = from ? await find(line, from, direction) : direction === 'forward' ? line.first() : null;
      if (found && from && stops) return onTheWay(debuggee, from, found, direction, STEPPED, cancel);
      return { position: found ?? from ?? position, why: found ? STEPPED : EDGE[direction] };
    }));
  };
}

function lineOf(debuggee: Debuggee, thread: number | undefined): ThreadLine {
  const { replay, position } = debuggee.session;
  const line = replay.line(thread ?? position.thread);
  if (!line) throw new RequestFailed(`thread ${thread} made no call`);
  return line;
}

const nextCall = step(stepOver, 'forward', true);
const callBefore = step(stepOver, 'backward', true);
export const stepInto = step(stepIn, 'forward', false);
export const reverseStepIn = step(stepIn, 'backward', false);
export const stepOutOf = step(stepOut, 'forward', true);
export const reverseStepOut = step(stepOut, 'backward', true);

type OfSize = OfThread & { readonly granularity?: DebugProtocol.SteppingGranularity };
/** In the disassembly a step is one access. */
export const next = (debuggee: Debuggee, args: OfSize): Answer => (args.granularity === 'instruction' ? stepInto : nextCall)(debuggee, args);
export const stepBack = (debuggee: Debuggee, args: OfSize): Answer => (args.granularity === 'instruction' ? reverseStepIn : callBefore)(debuggee, args);

export function continueRun(debuggee: Debuggee, { threadId }: OfThread): Answer {
  const { thread } = lineOf(debuggee, threadId);
  return new Answer({ allThreadsContinued: true }, () => runOn(debuggee, thread, 'forward'));
}

export function reverseContinue(debuggee: Debuggee, { threadId }: OfThread): Answer {
  const { thread } = lineOf(debuggee, threadId);
  return new Answer(undefined, () => runOn(debuggee, thread, 'backward'));
}

/** Ends a run; it stays where it was. While nothing runs there is nothing to pause, and that is said too. */
export function pause(debuggee: Debuggee): Answer {
  const { position } = debuggee.session;
  return new Answer(undefined, () => {
    if (debuggee.pause) debuggee.pause();
    else debuggee.arrive(position, { reason: 'pause' });
  });
}

/** To one of the targets that were offered for a line. */
export function goTo(debuggee: Debuggee, { targetId }: DebugProtocol.GotoArguments): Answer {
  const target = debuggee.session.targets.get(targetId);
  if (!target) throw new RequestFailed(`there is no target ${targetId}`);
  return new Answer(undefined, () => moving(debuggee, () => Promise.resolve({ position: target, why: { reason: 'goto' } })));
}

/** To the begin of the call that a frame is of. */
export function restartFrame(debuggee: Debuggee, { frameId }: DebugProtocol.RestartFrameArguments): Answer {
  const { position, frame } = debuggee.handles.frame(frameId);
  const begin = debuggee.session.replay.line(position.thread)?.begin(frame.call.id);
  if (!begin) throw new RequestFailed('the begin of this call was not recorded');
  return new Answer(undefined, () => moving(debuggee, () => Promise.resolve({ position: begin, why: { reason: 'restart', description: 'At the begin of the call' } })));
}

/** To an access, the begin of a call, or a finding: what views and commands ask for. */
export async function runTo(debuggee: Debuggee, args: { readonly access?: number; readonly call?: number; readonly finding?: number }): Promise<Answer> {
  const position = await positionOf(debuggee.session, args);
  return new Answer(undefined, () => moving(debuggee, () => Promise.resolve({ position, why: { reason: 'goto' } })));
}
