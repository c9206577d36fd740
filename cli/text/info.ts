import type { Exit, TraceInfo } from '../../trace/model/types';
import { count, duration, thousands } from '../../trace/text/numbers';
import { sitePlace } from '../../trace/text/places';
import { style } from './style';
import { printable } from './table';

/** "name  value" lines about a recording. */
export function infoLines(info: TraceInfo): string[] {
  const { counts, host, cutShort } = info;
  const rows: [string, string][] = [
    ['program', [info.program, ...info.args].join(' ')],
    ['folder', info.cwd],
    ['host', [host.os, host.kernel, host.cpu, host.node === null ? '' : `node ${host.node}`].filter(part => part !== '').join(' · ')],
    ['recorded', `${info.started}, ${duration(info.duration)}, engine ${info.engine}, recorder ${info.recorder}`],
    ['calls', `${thousands(counts.calls)} in ${count(counts.threads, 'thread')} of ${count(counts.processes, 'process', 'processes')}`],
    ['accesses', `${thousands(counts.accesses)}: ${count(counts.reads, 'read')}, ${count(counts.writes, 'write')}`],
    ['not traced', gaps(info)],
    ['exit', info.exit ? exitText(info.exit) : 'not recorded'],
  ];
  if (cutShort) rows.push(['cut short', `at byte ${thousands(cutShort.byte)}, ${duration(cutShort.time)} after the start: ${cutShort.reason}`]);
  return rows.map(([name, value]) => `${style.dim(name.padEnd(11))} ${printable(value)}`);
}

function gaps({ coverage }: TraceInfo): string {
  const parts = coverage.untraced.map(({ what, count: times }) => `${what} (${count(times, 'time')})`);
  if (coverage.dropped > 0) parts.push(`${count(coverage.dropped, 'access', 'accesses')} dropped`);
  return parts.length === 0 ? 'nothing: every call and access was recorded' : parts.join('; ');
}

function exitText(exit: Exit): string {
  if (exit.signal !== null) return `ended by ${exit.signal}`;
  const own = `code ${exit.code ?? exit.native ?? 'unknown'}`;
  if (exit.override === null) return own;
  const site = exit.overrideSite ? ` at ${sitePlace(exit.overrideSite)}` : '';
  return `code ${exit.override}, registered by the program${site}; it ended with ${exit.native ?? 'no code'} itself`;
}
