import type { Recording } from '../../../trace/model/recording';
import type { Call, Region } from '../../../trace/model/types';
import { Memory } from '../../../trace/cursor/memory';
import type { Position } from '../../../trace/cursor/position';
import { Replay } from '../../../trace/cursor/replay';
import { openCursorSource } from '../../../trace/cursor/source';
import type { DebugHost, TraceBytes } from './host';
import { RequestFailed } from './errors';
import { RecordedSources } from './recordedSources';

/** An open recording, and where the session stands in it. */
export class ReplaySession {
  readonly memory: Memory;
  readonly sources: RecordedSources;
  /** Targets of `goto` that were handed out. */
  readonly targets = new Map<number, Position>();
  private current: Position;

  private constructor(readonly path: string, private readonly bytes: TraceBytes, readonly replay: Replay, first: Position, host: DebugHost) {
    this.current = first;
    this.memory = new Memory(replay);
    this.sources = new RecordedSources(replay.source.trace, file => host.locate(file));
  }

  /** @throws TraceError when it is no trace, RequestFailed when there is nothing to replay */
  static async open(path: string, host: DebugHost): Promise<ReplaySession> {
    const bytes = await host.open(path);
    try {
      const replay = new Replay(await openCursorSource(bytes));
      const first = replay.first();
      if (!first) throw new RequestFailed(`${path} has no FFI calls to replay`);
      return new ReplaySession(path, bytes, replay, first, host);
    } catch (error) {
      await bytes.close();
      throw error;
    }
  }

  get trace(): Recording { return this.replay.source.trace; }
  get position(): Position { return this.current; }

  moveTo(position: Position): void {
    this.current = position;
  }

  addTarget(position: Position): number {
    this.targets.set(this.targets.size + 1, position);
    return this.targets.size;
  }

  /** Calls under way at a position, innermost first. */
  callsAt(position: Position): readonly Call[] {
    return this.replay.line(position.thread)?.calls(position) ?? [];
  }

  /** Memory that has a name at a position: of the calls under way, innermost first, then what lives outside calls. */
  regionsAt(position: Position, from?: Call): readonly Region[] {
    const calls = this.callsAt(position);
    const ordered = from ? [from, ...calls.filter(call => call !== from)] : calls;
    const outside = [...this.trace.regionById.values()].filter(({ call }) => call === null);
    return [...ordered.flatMap(({ regions }) => regions), ...outside];
  }

  close(): Promise<void> { return this.bytes.close(); }
}
