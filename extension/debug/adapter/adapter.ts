import { DebugSession, Response, type Event } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { Cancelled, type Cancel } from '../../../trace/cursor/cancel';
import { Answer } from './answer';
import { Debuggee } from './debuggee';
import { reason } from './errors';
import type { DebugHost } from './host';
import { handlers } from './requests';

/** Errors of a request that was cancelled have this text, as the protocol says. */
const CANCELLED = 'cancelled';
const ERROR_ID = 1;
/** Asked for by views as people move on; the views show why there is nothing. */
const QUIET = new Set(['threads', 'stackTrace', 'scopes', 'variables', 'evaluate', 'completions', 'readMemory', 'disassemble', 'dataBreakpointInfo', 'gotoTargets', 'breakpointLocations', 'exceptionInfo']);

/**
 * The debug adapter: passes requests to their handlers, several at a time where the client sends several, and answers each
 * exactly once. It knows nothing of VS Code; what it needs of its surroundings is in `DebugHost`.
 */
export class TraceDebugAdapter extends DebugSession {
  private readonly debuggee: Debuggee;
  private readonly waiting = new Map<number, { cancelled: boolean }>();

  constructor(host: DebugHost) {
    super();
    this.debuggee = new Debuggee(host, (event: Event) => this.sendEvent(event));
  }

  /** The session's surroundings are going: nothing may stay behind. */
  override dispose(): void {
    void this.debuggee.close();
    super.dispose();
  }

  protected override dispatchRequest(request: DebugProtocol.Request): void {
    if (request.command === 'cancel') this.cancel(request);
    else void this.answer(request);
  }

  private async answer(request: DebugProtocol.Request): Promise<void> {
    const cancel = { cancelled: false };
    this.waiting.set(request.seq, cancel);
    const response: DebugProtocol.Response = new Response(request);
    try {
      const answer = await this.handle(request, cancel);
      const body = answer instanceof Answer ? answer.body : answer;
      if (body !== undefined) response.body = body;
      this.waiting.delete(request.seq);
      this.sendResponse(response);
      if (answer instanceof Answer) await answer.afterwards();
    } catch (error) {
      if (this.waiting.delete(request.seq)) this.refuse(response, error);
      // What was still to be done for a session that has ended is of no interest.
      else if (!this.debuggee.isEnded) this.debuggee.host.failed(error);
    }
  }

  private async handle({ command, arguments: args }: DebugProtocol.Request, cancel: Cancel): Promise<object | void> {
    const handler = Object.hasOwn(handlers, command) ? handlers[command] : undefined;
    if (!handler) throw new Error(`this debugger has no request "${command}"`);
    return handler(this.debuggee, (args ?? {}) as never, cancel);
  }

  private refuse(response: DebugProtocol.Response, error: unknown): void {
    const text = error instanceof Cancelled ? CANCELLED : reason(error);
    // Braces in a format are variables to the client.
    this.sendErrorResponse(response, { id: ERROR_ID, format: text.replaceAll('{', '(').replaceAll('}', ')'), showUser: !(error instanceof Cancelled) && !QUIET.has(response.command) });
  }

  private cancel(request: DebugProtocol.CancelRequest): void {
    const waiting = this.waiting.get(request.arguments?.requestId ?? -1);
    if (waiting) waiting.cancelled = true;
    if (request.arguments?.progressId !== undefined) void this.debuggee.program?.stop();
    this.sendResponse(new Response(request));
  }
}
