import { OutputEvent, ProgressEndEvent, ProgressStartEvent, ProgressUpdateEvent } from '@vscode/debugadapter';
import { callsAndAccesses } from '../../../cli/record/counts';
import { programName } from '../../../cli/record/fileName';
import type { Status } from '../../../cli/record/status';
import type { Debuggee } from './debuggee';
import { RequestFailed } from './errors';
import type { LaunchArguments } from './host';
import { launchProgram, type Recorded } from './launch';

/**
 * Runs a program under the recorder to its end; its output goes to the debug console. Resolves to the path of the trace.
 * @throws CannotRecord | RequestFailed when there is nothing to replay afterwards
 */
export async function recordProgram(debuggee: Debuggee, args: LaunchArguments): Promise<string> {
  if (debuggee.program) throw new RequestFailed('the program is being recorded already');
  const progress = new Progress(debuggee, programName(['node', String(args.program)]));
  const output = (category: string, text: string): void => debuggee.send(new OutputEvent(text, category));
  let failure = '';
  try {
    debuggee.program = await launchProgram(debuggee.host, args, output, status => {
      progress.update(status);
      if (status.type === 'error') failure = status.message;
      if (status.type === 'warning') output('important', `${status.message}\n`);
    });
    if (debuggee.isEnded) await debuggee.program.stop();
    const recorded = await debuggee.program.done;
    if (debuggee.isEnded) throw new RequestFailed('the session has ended');
    output('console', `${sayEnd(recorded, failure)}\n`);
    return recorded.file;
  } finally {
    debuggee.program = null;
    progress.end();
  }
}

/** @throws RequestFailed when nothing can be replayed */
function sayEnd({ end, status, file }: Recorded, failure: string): string {
  if (!end) throw new RequestFailed(failure === '' ? `the recorder ended with status ${status}; what it said is in the debug console` : failure);
  const ended = end.signal === null ? `ended with exit code ${end.code}` : `was ended by ${end.signal}`;
  if (end.calls === 0) throw new RequestFailed(`the program ${ended} and made no FFI call through koffi, so there is nothing to replay`);
  return `The program ${ended}. ${callsAndAccesses(end)} recorded in ${file}`;
}

let sessions = 0;

/** Tells the client how far a recording is; cancelling it ends the program and keeps what there is. */
class Progress {
  private readonly id = `ffiscope-record-${++sessions}`;

  constructor(private readonly debuggee: Debuggee, program: string) {
    if (!debuggee.client.progress) return;
    const start = new ProgressStartEvent(this.id, `Recording ${program}`, 'waiting for its first FFI call');
    Object.assign(start.body, { cancellable: true });
    debuggee.send(start);
  }

  update(status: Status): void {
    if (status.type === 'progress' && status.calls > 0 && this.debuggee.client.progress) this.debuggee.send(new ProgressUpdateEvent(this.id, callsAndAccesses(status)));
  }

  end(): void {
    if (this.debuggee.client.progress) this.debuggee.send(new ProgressEndEvent(this.id));
  }
}
