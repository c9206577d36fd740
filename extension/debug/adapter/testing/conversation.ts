import { createServer, type AddressInfo, type Server } from 'node:net';
import { DebugClient } from '@vscode/debugadapter-testsupport';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { TraceDebugAdapter } from '../adapter';
import type { DebugHost } from '../host';

type Body = Record<string, unknown>;
type Event = DebugProtocol.Event & { readonly body?: Body };
const LIMIT_MS = 15_000;

/** A client that talks to a real adapter over a socket, and keeps what was said. */
export class Conversation {
  /** What was said so far, one line a message. */
  readonly transcript: string[] = [];
  readonly events: Event[] = [];
  private readonly waiting = new Set<() => void>();

  private constructor(readonly client: DebugClient, private readonly server: Server, readonly adapter: () => TraceDebugAdapter) {}

  static async begin(host: DebugHost): Promise<Conversation> {
    let adapter: TraceDebugAdapter | undefined;
    const server = createServer(socket => {
      adapter = new TraceDebugAdapter(host);
      adapter.setRunAsServer(true);
      adapter.start(socket, socket);
      socket.on('error', () => {});
      socket.on('close', () => adapter?.dispose());
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const client = new DebugClient('', '', 'ffiscope');
    await client.start((server.address() as AddressInfo).port);
    const talk = new Conversation(client, server, () => adapter as TraceDebugAdapter);
    // Messages are written down as they come; promises of answers are settled later than events that came with them.
    const inner = client as unknown as { dispatch(body: string): void };
    const dispatch = inner.dispatch.bind(client);
    inner.dispatch = body => {
      talk.hear(JSON.parse(body) as DebugProtocol.Response | Event);
      dispatch(body);
    };
    return talk;
  }

  /** Sends a request; the body of its answer. @throws Error with the message of a refusal */
  async ask<T = Body>(command: string, args: object = {}): Promise<T> {
    this.transcript.push(`-> ${command} ${JSON.stringify(args)}`);
    return (await this.client.send(command, args)).body as T;
  }

  /** Sends a request that moves, and waits for the stop. */
  async move(command: string, args: object = { threadId: 1 }): Promise<Body> {
    const stop = this.event('stopped');
    await this.ask(command, args);
    return (await stop).body ?? {};
  }

  /** The next event of a kind. */
  event(name: string): Promise<Event> {
    const from = this.events.length;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no event "${name}" within ${LIMIT_MS} ms`)), LIMIT_MS);
      const look = (): void => {
        const at = this.events.findIndex((event, index) => index >= from && event.event === name);
        if (at < 0) return;
        clearTimeout(timer);
        this.waiting.delete(look);
        resolve(this.events[at] as Event);
      };
      this.waiting.add(look);
      look();
    });
  }

  /** Replays a trace from its first call on, with these breakpoints. */
  async replay(trace: string, breakpoints: Readonly<Record<string, object>> = {}, args: object = {}): Promise<Body> {
    await this.ask('initialize', { adapterID: 'ffiscope', linesStartAt1: true, columnsStartAt1: true, pathFormat: 'path', supportsMemoryEvent: true });
    const initialized = this.event('initialized');
    await this.ask('attach', { trace, ...args });
    await initialized;
    for (const [command, one] of Object.entries(breakpoints)) await this.ask(command, one);
    return this.move('configurationDone', {});
  }

  /** The top of the stack in one line. */
  async where(threadId = 1): Promise<string> {
    const { body } = await this.client.stackTraceRequest({ threadId });
    const [top] = body.stackFrames;
    return top ? `${top.name}${top.source ? ` ${top.source.name}:${top.line}` : ''}` : 'nowhere';
  }

  async end(): Promise<void> {
    if (!this.server.listening) return;
    await this.client.stop().catch(() => {});
    await new Promise<void>(resolve => this.server.close(() => resolve()));
  }

  private hear(message: DebugProtocol.Response | Event): void {
    if ('event' in message) {
      this.transcript.push(`** ${message.event} ${JSON.stringify(message.body ?? null)}`);
      this.events.push(message);
      for (const look of [...this.waiting]) look();
    } else {
      const { command, success, body, message: refusal } = message as DebugProtocol.Response;
      this.transcript.push(`<- ${command} ${success ? JSON.stringify(body ?? null) : `refused: ${refusal}`}`);
    }
  }
}
