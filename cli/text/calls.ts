import type { Call } from '../../trace/model/types';
import type { CallStream } from '../../trace/open';
import { bytes, count, duration, thousands } from '../../trace/text/numbers';
import { sitePlace } from '../../trace/text/places';
import { style } from './style';
import { shorten, table, tableOf, tableRow, widthsOf, type Column } from './table';

const columns: readonly Column[] = [
  { title: '#', right: true, style: style.dim }, { title: 'call', style: style.bold }, { title: 'result' },
  { title: 'R', right: true, style: style.read }, { title: 'W', right: true, style: style.write },
  { title: 'read', right: true, style: style.read }, { title: 'written', right: true, style: style.write }, { title: 'time', right: true }, { title: 'site', style: style.dim },
];

/** Rows that decide how wide the columns are; those of longer recordings may be wider and stand out. */
const MEASURED = 10_000;

/** The calls in order, children indented below their parents, and a line that sums up. */
export async function* callLines({ info, callCount, accessCount, calls }: CallStream): AsyncGenerator<string> {
  if (callCount === 0) return yield 'No FFI call was recorded.';
  let first: string[][] = [];
  let widths: readonly number[] | null = null;
  for await (const { call, depth } of calls()) {
    if (widths) yield tableRow(columns, widths, row(call, depth));
    else if (first.push(row(call, depth)) === MEASURED) {
      widths = widthsOf(columns, first);
      yield* tableOf(columns, widths, first);
      first = [];
    }
  }
  if (!widths) yield* table(columns, first);
  yield style.dim(`${count(callCount, 'call')}, ${count(accessCount, 'access', 'accesses')} in ${duration(info.duration)}`);
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
