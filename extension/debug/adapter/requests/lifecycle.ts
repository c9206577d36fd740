import { BreakpointEvent, InitializedEvent, TerminatedEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { Answer } from '../answer';
import { CAPABILITIES } from '../capabilities';
import { clientOf } from '../client';
import type { Debuggee } from '../debuggee';
import { RequestFailed } from '../errors';
import type { LaunchArguments, ReplayArguments } from '../host';
import { recordProgram } from '../record';
import { ReplaySession } from '../replaySession';
import { runOn, settled } from '../run';

export function initialize(debuggee: Debuggee, args: DebugProtocol.InitializeRequestArguments): DebugProtocol.Capabilities {
  if (args.pathFormat === 'uri') throw new RequestFailed('files are named by their paths here, not by URIs');
  debuggee.client = clientOf(args);
  return CAPABILITIES;
}

/** Records a program, then replays what was recorded. */
export async function launch(debuggee: Debuggee, args: LaunchArguments): Promise<Answer> {
  const trace = await recordProgram(debuggee, args);
  return begin(debuggee, trace, args.stopOnEntry);
}

export async function attach(debuggee: Debuggee, { trace, stopOnEntry }: ReplayArguments): Promise<Answer> {
  if (typeof trace !== 'string' || trace === '') throw new RequestFailed('"trace" is missing in the configuration: the .ffitrace file to replay');
  return begin(debuggee, trace, stopOnEntry);
}

async function begin(debuggee: Debuggee, trace: string, stopOnEntry = true): Promise<Answer> {
  debuggee.stopOnEntry = stopOnEntry;
  await debuggee.open(await ReplaySession.open(trace, debuggee.host));
  return new Answer(undefined, () => debuggee.send(new InitializedEvent()));
}

/** All breakpoints are known: the replay begins. */
export function configurationDone(debuggee: Debuggee): Answer {
  const session = debuggee.session;
  return new Answer(undefined, () => start(debuggee, session));
}

function start(debuggee: Debuggee, session: ReplaySession): Promise<void> | void {
  if (!debuggee.stopOnEntry) return runOn(debuggee, session.position.thread, 'forward');
  debuggee.arrive(session.position, { reason: 'entry', description: 'At the first call' });
}

/** A replay goes back to its begin; a program is recorded once more. */
export async function restart(debuggee: Debuggee, { arguments: again }: DebugProtocol.RestartArguments): Promise<Answer> {
  const program = (again as Partial<LaunchArguments> | undefined)?.program;
  if (typeof program !== 'string') {
    const session = debuggee.session;
    const first = session.replay.first();
    return new Answer(undefined, async () => {
      await settled(debuggee);
      if (first) session.moveTo(first);
      await start(debuggee, session);
    });
  }
  debuggee.pause?.();
  const trace = await recordProgram(debuggee, again as LaunchArguments);
  const session = await ReplaySession.open(trace, debuggee.host);
  await debuggee.open(session);
  return new Answer(undefined, async () => {
    for (const breakpoint of await debuggee.breakpoints.remake(session)) debuggee.send(new BreakpointEvent('changed', breakpoint));
    await start(debuggee, session);
  });
}

export async function disconnect(debuggee: Debuggee): Promise<Answer> {
  await debuggee.close();
  return new Answer(undefined, () => debuggee.send(new TerminatedEvent()));
}
