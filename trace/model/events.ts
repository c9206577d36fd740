import { address, list, num, numOrNull, str, strings, numbers, type Line } from '../format/lines';
import { BeginFlag, EndFlag, RegionFlag } from '../format/layout';
import type { Definitions } from './definitions';
import type { Argument, Call, Direction, Region, RegionKind, Trace } from './types';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Callback = Mutable<Trace['callbacks'][number]>;

export interface CrashEvent {
  readonly call: number | null; readonly thread: number; readonly time: number; readonly signal: string; readonly code: number; readonly address: bigint;
  readonly insn: number | null; readonly frames: readonly number[]; readonly text: string; readonly registers: Readonly<Record<string, string>>;
}
export interface Retcode { readonly code: number; readonly site: number; readonly time: number }

/** Everything CALLS blocks tell, put together call by call. */
export class Events {
  readonly calls = new Map<number, Mutable<Call>>();
  readonly regions = new Map<number, Region>();
  readonly marks: Mutable<Trace['marks'][number]>[] = [];
  readonly syscalls: Trace['syscalls'][number][] = [];
  readonly callbacks: Callback[] = [];
  readonly notes: Trace['notes'][number][] = [];
  readonly retcodes: Retcode[] = [];
  readonly crashes: CrashEvent[] = [];
  /** When regions outside calls came and went. */
  readonly lifetimes = new Map<number, { start: number; end: number | null }>();
  latest = 0;

  constructor(private readonly defs: Definitions) {}

  /** The end of a call may stand in front of its begin's block only in damaged files; order does not matter here. */
  addAll(lines: readonly Line[]): void {
    this.addBegins(lines);
    this.addRest(lines);
  }

  /** Where calls begin; of all blocks in front of the rest. */
  addBegins(lines: readonly Line[]): void {
    for (const line of lines) {
      this.latest = Math.max(this.latest, num(line, 'time'));
      if (line['ev'] === 'begin') this.begin(line);
    }
  }

  addRest(lines: readonly Line[]): void {
    for (const line of lines) if (line['ev'] !== 'begin') this.add(line);
  }

  private add(line: Line): void {
    const time = num(line, 'time');
    const call = numOrNull(line, 'call');
    switch (line['ev']) {
      case 'end': this.end(line); break;
      case 'result': this.patch(line, { result: str(line, 'text'), threw: line['threw'] === true }); break;
      case 'callback': this.callbacks.push({ call: call ?? 0, start: time, end: null }); break;
      case 'callbackEnd': this.endCallback(call ?? 0, time); break;
      case 'mark': this.marks.push({ time, text: str(line, 'text'), site: this.defs.site(num(line, 'site')), thread: num(line, 'thread') }); break;
      case 'syscall': this.syscall(line); break;
      case 'region': this.region(line, null); this.lifetimes.set(num(line, 'id'), { start: time, end: null }); break;
      case 'regionEnd': this.endRegion(num(line, 'id'), time); break;
      case 'note': this.notes.push({ text: str(line, 'text'), call, thread: num(line, 'thread'), time }); break;
      case 'retcode': this.retcodes.push({ code: num(line, 'code'), site: num(line, 'site'), time }); break;
      case 'crash': this.crashes.push(crashOf(line)); break;
      default: break;
    }
  }

  private begin(line: Line): void {
    const id = num(line, 'call');
    const parent = num(line, 'parent');
    const known = this.defs.functions.get(num(line, 'function'));
    const flags = num(line, 'flags');
    const regions = list(line, 'regions').map(region => this.region(region, id));
    const site = this.defs.sites.get(num(line, 'site'));
    this.calls.set(id, {
      id, function: known?.name ?? ((flags & BeginFlag.nativeThread) !== 0 ? '(native thread)' : '(scope)'), library: known?.library ?? '',
      thread: num(line, 'thread'), start: num(line, 'time'), end: null, async: (flags & BeginFlag.async) !== 0,
      // Calls are numbered as they begin; a later one around this one would be a circle.
      parent: parent > 0 && parent < id ? parent : null, site: site?.site ?? null, stack: site?.stack ?? [],
      reads: 0, writes: 0, bytesRead: 0, bytesWritten: 0, result: null, threw: false,
      args: this.args(known?.params ?? [], strings(line, 'args'), regions), regions, children: [],
      firstOrdinal: 0, lastOrdinal: 0, incomplete: false,
    });
  }

  private args(params: readonly { name: string | null; type: string; direction: string }[], values: readonly string[], regions: readonly Region[]): Argument[] {
    // A variadic call has more values than parameters.
    return Array.from({ length: Math.max(params.length, values.length) }, (_, index) => {
      const param = params[index];
      const region = regions.find(candidate => candidate.arg === index && candidate.parent === null);
      return {
        index, name: param?.name ?? '', type: param?.type ?? '...', direction: directionOf(param?.direction),
        value: values[index] ?? '', region: region?.id ?? null,
      };
    });
  }

  private region(line: Line, call: number | null): Region {
    const type = this.defs.types.get(num(line, 'type'));
    const flags = num(line, 'flags');
    const inOut = (flags & RegionFlag.in ? 'in' : '') + (flags & (RegionFlag.out | RegionFlag.result) ? 'out' : '');
    const region: Region = {
      id: num(line, 'id'), label: this.defs.labels.get(num(line, 'label')) ?? `region ${num(line, 'id')}`, kind: str(line, 'kind', 'buffer') as RegionKind,
      address: address(line, 'address'), size: num(line, 'size'), before: num(line, 'before'), after: num(line, 'after'),
      slackBefore: num(line, 'slackBefore'), slackAfter: num(line, 'slackAfter'), unwritten: (flags & RegionFlag.unwritten) !== 0,
      made: this.defs.sites.get(num(line, 'made'))?.site ?? null, stranger: (flags & RegionFlag.stranger) !== 0,
      fields: type?.fields ?? [], typeName: type?.name ?? null, typeSize: type?.size || null, arg: numOrNull(line, 'arg'), parent: numOrNull(line, 'parent'),
      memory: num(line, 'memory'), direction: directionOf(inOut), lent: (flags & RegionFlag.lent) !== 0, call,
    };
    this.regions.set(region.id, region);
    return region;
  }

  private end(line: Line): void {
    this.patch(line, {
      end: num(line, 'time'), reads: num(line, 'reads'), writes: num(line, 'writes'),
      bytesRead: num(line, 'bytesRead'), bytesWritten: num(line, 'bytesWritten'),
      firstOrdinal: num(line, 'firstOrdinal'), lastOrdinal: num(line, 'lastOrdinal'),
      incomplete: (num(line, 'flags') & (EndFlag.incomplete | EndFlag.abandoned)) !== 0,
    });
  }

  private patch(line: Line, change: Partial<Mutable<Call>>): void {
    const call = this.calls.get(num(line, 'call'));
    if (call) Object.assign(call, change);
  }

  private endCallback(call: number, time: number): void {
    const open = this.callbacks.findLast(callback => callback.call === call && callback.end === null);
    if (open) open.end = time;
  }

  private endRegion(id: number, time: number): void {
    const lifetime = this.lifetimes.get(id);
    if (lifetime) lifetime.end = time;
  }

  private syscall(line: Line): void {
    this.syscalls.push({
      call: num(line, 'call'), thread: num(line, 'thread'), name: str(line, 'name'), args: strings(line, 'args'),
      result: num(line, 'result'), time: num(line, 'time'), ordinal: num(line, 'ordinal'),
    });
  }
}

export function crashOf(line: Line): CrashEvent {
  const registers = Object.entries((line['registers'] ?? {}) as Record<string, unknown>).filter((pair): pair is [string, string] => typeof pair[1] === 'string');
  return {
    call: numOrNull(line, 'call') || null, thread: num(line, 'thread'), time: num(line, 'time'), signal: str(line, 'signal'), code: num(line, 'code'), address: address(line, 'address'),
    insn: numOrNull(line, 'insn'), frames: numbers(line, 'frames'), text: str(line, 'text'), registers: Object.fromEntries(registers),
  };
}

const directions: readonly Direction[] = ['in', 'out', 'inout', 'value'];

function directionOf(text: string | undefined): Direction {
  return directions.find(direction => direction === text) ?? 'value';
}
