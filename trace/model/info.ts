import { list, num, numOrNull, object, str, strOrNull, strings, type Line } from '../format/lines';
import type { Definitions } from './definitions';
import type { Exit, TraceInfo } from './types';

/** What was read of a recording: numbers, and the time of the last event. */
export interface Counted { readonly calls: number; readonly accesses: number; readonly reads: number; readonly writes: number; readonly latest: number }

/** What is known of the whole recording; without END (cut short) the counts are those of what was read. */
export function infoOf(info: Line, end: Line | null, cutShort: TraceInfo['cutShort'], defs: Definitions, counted: Counted): TraceInfo {
  const host = object(info, 'host');
  const coverage = end ? object(end, 'coverage') : {};
  return {
    program: str(info, 'program'), args: strings(info, 'args'), cwd: str(info, 'cwd'),
    host: { os: str(host, 'os'), kernel: str(host, 'kernel'), cpu: str(host, 'cpu'), node: strOrNull(host, 'node') },
    engine: str(info, 'engine'), recorder: str(info, 'recorder'), started: str(info, 'started'),
    counts: end ? countsOf(object(end, 'counts')) : countsSoFar(defs, counted),
    coverage: { untraced: list(coverage, 'untraced').map(one => ({ what: str(one, 'what'), count: num(one, 'count') })), dropped: num(coverage, 'dropped') },
    exit: end && exitOf(object(end, 'exit'), defs),
    duration: end ? num(end, 'duration') : counted.latest,
    cutShort,
  };
}

function countsOf(counts: Line): TraceInfo['counts'] {
  return {
    calls: num(counts, 'calls'), accesses: num(counts, 'accesses'), reads: num(counts, 'reads'), writes: num(counts, 'writes'),
    threads: num(counts, 'threads'), processes: num(counts, 'processes'),
  };
}

function countsSoFar({ threads, processes }: Definitions, { calls, accesses, reads, writes }: Counted): TraceInfo['counts'] {
  return { calls, accesses, reads, writes, threads: threads.size, processes: processes.size };
}

function exitOf(exit: Line, defs: Definitions): Exit {
  const site = numOrNull(exit, 'overrideSite');
  return {
    code: numOrNull(exit, 'code'), signal: strOrNull(exit, 'signal'), native: numOrNull(exit, 'native'),
    override: numOrNull(exit, 'override'), overrideSite: site === null ? null : defs.site(site),
  };
}
