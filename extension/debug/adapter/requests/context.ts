import type { Debuggee } from '../debuggee';
import { RequestFailed } from '../errors';
import type { Context } from '../evaluate';

/** The moment and call that an expression is about: of a frame, or of the place where the session stands. */
export function contextOf(debuggee: Debuggee, frameId: number | undefined): Context {
  const session = debuggee.session;
  if (frameId !== undefined && frameId !== 0) {
    const { position, frame } = debuggee.handles.frame(frameId);
    return { session, position, call: frame.call };
  }
  const { position } = session;
  const call = session.trace.callById.get(position.call);
  if (!call) throw new RequestFailed('no call is under way here');
  return { session, position, call };
}
