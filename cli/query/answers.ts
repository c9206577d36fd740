import { accessAt } from '../../trace/model/access';
import type { Trace } from '../../trace/model/types';
import type { AccessPattern, ByFunction, ByInsn, ByLine, BySite, Change, FoundRows, Totals } from '../../trace/queries/types';
import { bytes, thousands } from '../../trace/text/numbers';
import { baseName, sitePlace, sourcePlace } from '../../trace/text/places';
import { Output } from '../io/output';
import { AccessLines } from '../json/access';
import { accessHeader, accessRow } from '../text/accesses';
import { table } from '../text/table';

const jsonLines = new AccessLines();

/** The object of an access, with its ordinal in front: moments are named by it. */
function accessJson(access: Parameters<AccessLines['line']>[0]): string {
  return `{"ordinal":${access.ordinal},${jsonLines.line(access).slice(1)}`;
}

/** One access, or that there is none. */
export async function printAccess(trace: Trace, ordinal: number | null, json: boolean): Promise<void> {
  const output = new Output();
  if (ordinal === null) await output.line(json ? 'null' : 'none');
  else {
    const access = await trace.access(ordinal);
    if (json) await output.line(accessJson(access));
    else {
      await output.line(`${accessHeader()}`);
      await output.line(accessRow(trace, access));
      await output.line(`access ${thousands(ordinal)}`);
    }
  }
  await output.flush();
}

export async function printRows(trace: Trace, found: AsyncIterable<FoundRows>, json: boolean): Promise<void> {
  const output = new Output();
  if (!json) await output.line(accessHeader());
  let count = 0;
  for await (const { block, rows } of found) {
    count += rows.length;
    for (const row of rows) {
      const access = accessAt(trace, block, row);
      await output.line(json ? accessJson(access) : accessRow(trace, access));
    }
  }
  if (!json) await output.line(`${thousands(count)} of ${thousands(trace.accessCount)} accesses`);
  await output.flush();
}

/** One JSON object a line, or a table. */
export async function printTable(rows: readonly object[], json: boolean, columns: Parameters<typeof table>[0], cells: readonly (readonly string[])[]): Promise<void> {
  const output = new Output();
  for (const line of json ? rows.map(row => JSON.stringify(row)) : table(columns, cells)) await output.line(line);
  await output.flush();
}

const totalsColumns = ['reads', 'writes', 'read', 'written'].map(title => ({ title, right: true }));

function totalsCells(row: Totals): string[] {
  return [thousands(row.reads), thousands(row.writes), bytes(row.bytesRead), bytes(row.bytesWritten)];
}

export function printTotals(rows: readonly Totals[], names: readonly string[], title: string, json: boolean): Promise<void> {
  return printTable(rows, json, [...totalsColumns, { title }], rows.map((row, at) => [...totalsCells(row), names[at] ?? '']));
}

export const nameOfLine = (row: ByLine): string => (row.file === null ? nameOfFunction({ ...row, file: null }) : `${baseName(row.file)}:${row.line ?? '?'}`);
export const nameOfFunction = (row: Pick<ByFunction, 'function' | 'module' | 'file'>): string => `${row.function ?? '?'}${row.module ? ` (${baseName(row.module)})` : ''}`;
export const nameOfSite = (row: BySite): string => (row.site ? sitePlace(row.site) : 'unknown');
export function nameOfInsn(trace: Trace, row: ByInsn): string {
  const insn = trace.insnById.get(row.insn);
  return insn ? `${sourcePlace(insn)}  ${insn.text ?? ''}`.trimEnd() : 'unknown';
}

export function printChanges(changes: readonly Change[], json: boolean): Promise<void> {
  const rows = changes.map(({ offset, size, before, after }) => ({ offset, size, before: before && hexText(before), after: after && hexText(after) }));
  return printTable(rows, json, [{ title: 'offset', right: true }, { title: 'size', right: true }, { title: 'before' }, { title: 'after' }],
    rows.map(row => [`+${row.offset}`, bytes(row.size), short(row.before), short(row.after)]));
}

function short(text: string | null): string {
  return text === null ? 'not known' : text.length > 48 ? `${text.slice(0, 47)}…` : text;
}

export function hexText(part: Uint8Array): string {
  return Array.from(part, byte => byte.toString(16).padStart(2, '0')).join(' ');
}

export function printPatterns(trace: Trace, patterns: readonly AccessPattern[], json: boolean): Promise<void> {
  return printTable(patterns, json, [{ title: 'accesses', right: true }, { title: 'shape' }, { title: 'stride', right: true }, { title: 'regular', right: true }, { title: 'cache lines', right: true }, { title: 'reuse', right: true }, { title: 'instruction' }],
    patterns.map(one => [thousands(one.accesses), one.shape, one.stride === null ? '' : `${one.stride} B`, `${Math.round(one.regularity * 100)} %`, thousands(one.cacheLines),
      one.reuse ? `${thousands(one.reuse.median)} to ${thousands(one.reuse.high)}` : 'never', nameOfInsn(trace, { insn: one.insn, reads: 0, writes: 0, bytesRead: 0, bytesWritten: 0 })]));
}
