import { glance } from '../format/glance';
import { num, parseObject, type Line } from '../format/lines';
import type { Running } from '../model/running';

/** Calls that are held at a time while they are read in order. */
export const WINDOW = 20_000;

/** What is kept of a call as long as something may still be said of it. */
type Begun = Running & { ended: boolean };

/**
 * What has to be known of all calls before they can be given out one by one, in memory that does not grow with their number: how many there are, and
 * what is said of a call when more than `window` others have begun behind it.
 */
export class Survey {
  calls = 0;
  reads = 0;
  writes = 0;
  latest = 0;
  /** Lines about calls that began long before, by call. */
  readonly late = new Map<number, Line[]>();
  private readonly recent = new Map<number, Begun>();
  /** Those that were running when they were no longer recent. */
  private readonly long = new Map<number, Begun>();

  constructor(private readonly window = WINDOW) {}

  add(text: string): void {
    const seen = glance(text) ?? glanceOf(parseObject(text));
    if (!seen) return;
    this.latest = Math.max(this.latest, seen.time);
    if (seen.ev === 'begin') this.begin(seen);
    else if (seen.ev === 'end' || seen.ev === 'result') this.change(seen.ev === 'end', seen.call, text);
  }

  /** Calls without an end. */
  running(): Running[] {
    return [...this.long.values(), ...this.recent.values()].filter(call => !call.ended);
  }

  private begin({ call, thread, time }: { call: number; thread: number; time: number }): void {
    this.calls++;
    this.recent.set(call, { id: call, thread, start: time, reads: 0, writes: 0, firstOrdinal: 0, lastOrdinal: 0, ended: false });
    if (this.recent.size <= this.window) return;
    const [oldest, about] = this.recent.entries().next().value as [number, Begun];
    this.recent.delete(oldest);
    if (!about.ended) this.long.set(oldest, about);
  }

  private change(ends: boolean, call: number, text: string): void {
    const line = parseObject(text) ?? {};
    if (ends) {
      this.reads += num(line, 'reads');
      this.writes += num(line, 'writes');
    }
    const begun = this.recent.get(call);
    if (begun) {
      begun.ended ||= ends;
      return;
    }
    if (ends) this.long.delete(call);
    const known = this.late.get(call);
    if (known) known.push(line);
    else this.late.set(call, [line]);
  }
}

function glanceOf(line: Line | null): { ev: string; call: number; thread: number; time: number } | null {
  return line && { ev: String(line['ev']), call: num(line, 'call'), thread: num(line, 'thread'), time: num(line, 'time') };
}
