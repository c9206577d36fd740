import { list, num, numOrNull, object, str, strOrNull, strings, type Line } from '../format/lines';
import type { Definitions } from './definitions';
import type { Events } from './events';
import type { Exit, TraceInfo } from './types';

/** What is known of the whole recording; without END (cut short) the counts are those of what was read. */
export function infoOf(info: Line, end: Line | null, cutShort: TraceInfo['cutShort'], defs: Definitions, events: Events, counted: { accesses: number }): TraceInfo {
  const host = object(info, 'host');
  const coverage = end ? object(end, 'coverage') : {};
  return {
    program: str(info, 'program'), args: strings(info, 'args'), cwd: str(info, 'cwd'),
    host: { os: str(host, 'os'), kernel: str(host, 'kernel'), cpu: str(host, 'cpu'), node: strOrNull(host, 'node') },
    engine: str(info, 'engine'), recorder: str(info, 'recorder'), started: str(info, 'started'),
    counts: end ? countsOf(object(end, 'counts')) : countsSoFar(defs, events, counted.accesses),
    coverage: { untraced: list(coverage, 'untraced').map(one => ({ what: str(one, 'what'), count: num(one, 'count') })), dropped: num(coverage, 'dropped') },
    exit: end && exitOf(object(end, 'exit'), defs),
    duration: end ? num(end, 'duration') : events.latest,
    cutShort,
  };
}

function countsOf(counts: Line): TraceInfo['counts'] {
  return {
    calls: num(counts, 'calls'), accesses: num(counts, 'accesses'), reads: num(counts, 'reads'), writes: num(counts, 'writes'),
    threads: num(counts, 'threads'), processes: num(counts, 'processes'),
  };
}

function countsSoFar(defs: Definitions, events: Events, accesses: number): TraceInfo['counts'] {
  let reads = 0;
  let writes = 0;
  for (const call of events.calls.values()) {
    reads += call.reads;
    writes += call.writes;
  }
  return { calls: events.calls.size, accesses, reads, writes, threads: defs.threads.size, processes: defs.processes.size };
}

function exitOf(exit: Line, defs: Definitions): Exit {
  const site = numOrNull(exit, 'overrideSite');
  return {
    code: numOrNull(exit, 'code'), signal: strOrNull(exit, 'signal'), native: numOrNull(exit, 'native'),
    override: numOrNull(exit, 'override'), overrideSite: site === null ? null : defs.site(site),
  };
}
