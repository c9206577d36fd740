import type { Call, Trace } from '../../trace/model/types';
import { bytes, count, duration, thousands } from '../../trace/text/numbers';
import { sitePlace } from '../../trace/text/places';
import { style } from './style';
import { shorten, table, type Column } from './table';

const columns: readonly Column[] = [
  { title: '#', right: true, style: style.dim }, { title: 'call', style: style.bold }, { title: 'result' },
  { title: 'R', right: true, style: style.read }, { title: 'W', right: true, style: style.write },
  { title: 'read', right: true, style: style.read }, { title: 'written', right: true, style: style.write }, { title: 'time', right: true }, { title: 'site', style: style.dim },
];

/** The calls in order, children indented below their parents, and a line that sums up. */
export function callTable(trace: Trace): string[] {
  if (trace.calls.length === 0) return ['No FFI call was recorded.'];
  const rows = trace.calls.map(call => row(call, depthOf(trace, call)));
  const { calls, accessCount } = trace;
  return [...table(columns, rows), style.dim(`${count(calls.length, 'call')}, ${count(accessCount, 'access', 'accesses')} in ${duration(trace.info.duration)}`)];
}

function row(call: Call, depth: number): string[] {
  const args = call.args.map(argument => (argument.region === null ? shorten(argument.value, 24) : argument.name || shorten(argument.value, 24)));
  const name = `${'  '.repeat(depth)}${call.function}(${shorten(args.join(', '), 48)})${call.async ? ' async' : ''}`;
  const result = call.end === null ? 'did not return' : call.threw ? `threw ${call.result ?? ''}` : call.result ?? '';
  return [
    String(call.id), name, shorten(result, 24), thousands(call.reads), thousands(call.writes), bytes(call.bytesRead), bytes(call.bytesWritten),
    call.end === null ? '' : duration(call.end - call.start), call.site ? sitePlace(call.site) : '',
  ];
}

function depthOf(trace: Trace, call: Call): number {
  let depth = 0;
  for (let parent = call.parent; parent !== null && depth < 16; parent = trace.callById.get(parent)?.parent ?? null) depth++;
  return depth;
}
