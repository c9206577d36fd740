import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Stop } from '../../../../trace/cursor/stop';
import type { ReplaySession } from '../replaySession';
import type { Compiled } from './conditions';

/** Why a replay stops, in the words of the protocol. */
export type StopReason = 'breakpoint' | 'function breakpoint' | 'data breakpoint' | 'instruction breakpoint' | 'exception';

/** Makes the breakpoints of one request for a recording: as many as were asked for, in their order. */
export type Make = (session: ReplaySession) => Promise<readonly Compiled[]> | readonly Compiled[];

interface Kept { readonly id: number; readonly compiled: Compiled }
interface Group { readonly reason: StopReason; readonly make: Make; kept: Promise<readonly Kept[]> }

/** All breakpoints of a session. Each request replaces those of its group: of one source file, all on functions, and so on. */
export class BreakpointBook {
  private next = 1;
  private readonly groups = new Map<string, Group>();
  private readonly reasons = new Map<number, StopReason>();

  async set(group: string, reason: StopReason, make: Make, session: ReplaySession): Promise<DebugProtocol.Breakpoint[]> {
    const kept = this.made(make, session, reason);
    this.groups.set(group, { reason, make, kept });
    return (await kept).map(shown);
  }

  /** Like `set`, but does not wait until they are made: that may take as long as reading the whole recording. */
  begin(group: string, reason: StopReason, make: Make, session: ReplaySession): void {
    const kept = this.made(make, session, reason);
    kept.catch(() => {});
    this.groups.set(group, { reason, make, kept });
  }

  /** Makes all of them for another recording; those that people see changed. */
  async remake(session: ReplaySession): Promise<DebugProtocol.Breakpoint[]> {
    const changed: DebugProtocol.Breakpoint[] = [];
    for (const group of this.groups.values()) {
      const before = await group.kept;
      const made = await group.make(session);
      const kept = before.flatMap(({ id }, at) => (made[at] ? [{ id, compiled: made[at] }] : []));
      changed.push(...kept.filter((one, at) => JSON.stringify(shown(one)) !== JSON.stringify(shown(before[at] as Kept))).map(shown));
      group.kept = Promise.resolve(kept);
    }
    return changed;
  }

  /** Fresh stops: hits count from where a run begins. */
  async stops(): Promise<Stop[]> {
    const kept = await Promise.all([...this.groups.values()].map(group => group.kept));
    return kept.flat().flatMap(stopOf);
  }

  reason(stop: Stop): StopReason { return this.reasons.get(Number(stop.id)) ?? 'breakpoint'; }

  private async made(make: Make, session: ReplaySession, reason: StopReason): Promise<readonly Kept[]> {
    return (await make(session)).map(compiled => {
      this.reasons.set(this.next, reason);
      return { id: this.next++, compiled };
    });
  }
}

function shown({ id, compiled: { target, message, line } }: Kept): DebugProtocol.Breakpoint {
  return { id, verified: target !== null, ...(message === undefined ? {} : { message }), ...(line === undefined ? {} : { line }) };
}

function stopOf({ id, compiled: { target, hits } }: Kept): Stop[] {
  if (!target) return [];
  let hit = 0;
  return [{ id: String(id), ...target, counts: () => hits === null || hits(++hit) }];
}
