import { MemoryEvent, StoppedEvent, type Event } from '@vscode/debugadapter';
import type { Position } from '../../../trace/cursor/position';
import { BreakpointBook } from './breakpoints/book';
import { UNKNOWN_CLIENT, type Client } from './client';
import { RequestFailed } from './errors';
import { Handles } from './handles';
import type { DebugHost } from './host';
import type { LaunchedProgram } from './launch';
import type { ReplaySession } from './replaySession';

/** What a stop is about. */
export interface Stopped {
  readonly reason: string;
  readonly description?: string;
  readonly text?: string;
  readonly breakpoints?: readonly number[];
}

/** Bytes that a client has asked for: it is told when they may have changed. */
interface Watched { readonly reference: string; readonly offset: number; readonly count: number }
const WATCHED = 64;

/** Everything one debug session has: its recording, where it stands, its breakpoints. Requests work on it. */
export class Debuggee {
  client: Client = UNKNOWN_CLIENT;
  readonly breakpoints = new BreakpointBook();
  readonly handles = new Handles();
  /** The program while it is recorded. */
  program: LaunchedProgram | null = null;
  /** Ends the run under way; where it stands then is where it got to. */
  pause: (() => void) | null = null;
  stopOnEntry = true;
  private opened: ReplaySession | null = null;
  private watched: Watched[] = [];
  private ended = false;

  constructor(readonly host: DebugHost, readonly send: (event: Event) => void) {}

  /** @throws RequestFailed while nothing is replayed */
  get session(): ReplaySession {
    if (!this.opened) throw new RequestFailed('no recording is being replayed');
    return this.opened;
  }

  get isOpen(): boolean { return this.opened !== null; }
  get isEnded(): boolean { return this.ended; }

  async open(session: ReplaySession): Promise<void> {
    const old = this.opened;
    this.opened = session;
    this.handles.clear();
    await old?.close();
    if (this.ended) await this.close();
  }

  /** Goes somewhere and says so. */
  arrive(position: Position, { reason, description, text, breakpoints = [] }: Stopped): void {
    const session = this.session;
    session.moveTo(position);
    this.handles.clear();
    const event = new StoppedEvent(reason, position.thread);
    Object.assign(event.body, {
      allThreadsStopped: true, ...(description === undefined ? {} : { description }), ...(text === undefined ? {} : { text }),
      ...(breakpoints.length > 0 ? { hitBreakpointIds: breakpoints } : {}),
    });
    this.send(event);
    this.invalidateMemory();
    this.host.arrived(session.path, position);
  }

  watch(reference: string, offset: number, count: number): void {
    this.watched = [...this.watched.filter(one => one.reference !== reference || one.offset !== offset), { reference, offset, count }].slice(-WATCHED);
  }

  /** Ends everything, at whatever moment. */
  async close(): Promise<void> {
    this.ended = true;
    this.pause?.();
    const [program, session] = [this.program, this.opened];
    this.program = this.opened = null;
    await program?.stop();
    await session?.close();
  }

  private invalidateMemory(): void {
    const watched = this.watched;
    this.watched = [];
    if (this.client.memoryEvents) for (const { reference, offset, count } of watched) this.send(new MemoryEvent(reference, offset, count));
  }
}
