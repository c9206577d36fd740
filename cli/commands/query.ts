import type { Command } from 'commander';
import { compileFilter } from '../../trace/filter/filter';
import type { Trace } from '../../trace/model/types';
import { accessesTo } from '../../trace/queries/accesses-to';
import { bytesAt } from '../../trace/queries/contents';
import { difference, differenceOfCalls } from '../../trace/queries/difference';
import { lastWriter, nextAccess, previousAccess } from '../../trace/queries/next';
import { accessPattern } from '../../trace/queries/pattern';
import { byFunction, byInstruction, byLine, bySite } from '../../trace/queries/totals';
import { hotBytes, neverTouched } from '../../trace/queries/touched';
import type { KindWanted, SearchOptions, Stretch } from '../../trace/queries/types';
import { bytes as bytesText, thousands } from '../../trace/text/numbers';
import { Failure } from '../io/failure';
import { withTrace } from '../io/openFile';
import { hexText, nameOfFunction, nameOfInsn, nameOfLine, nameOfSite, printAccess, printChanges, printPatterns, printRows, printTable, printTotals } from '../query/answers';
import { printDump } from '../query/dump';
import { parseBytes, parseMoment, regionOf } from '../query/place';

const HELP = `
Examples:
  $ ffiscope query writer app.ffitrace dst+12 --call 2         which line wrote byte 12 of dst last?
  $ ffiscope query accesses app.ffitrace hdr.count --call 2    who touched this field?
  $ ffiscope query bytes app.ffitrace dst --call 2 --at 5000   what did dst hold after access 5,000?
  $ ffiscope query by line app.ffitrace --filter kind:write    which lines write most?
  $ ffiscope query pattern app.ffitrace codec.c:120            how does this line go through memory?

BYTES are a region, by its name or id, and a stretch of it: dst, dst+16, dst+16,8, hdr.count. Moments are numbers of accesses from 0 ("ordinal" in --json),
start or end. Answers count accesses to the same memory in other calls, too.`;

interface Flags { json?: boolean; call?: string; after?: string; before?: string; at?: string; kind?: KindWanted; filter?: string; from?: string; to?: string }

export function addQueryCommand(program: Command): void {
  const query = program.command('query').description('ask a recording: who touched these bytes, what did they hold, which lines write most').addHelpText('after', HELP);
  const ask = (usage: string, about: string): Command => query.command(usage).description(about).option('--json', 'one JSON object a line');
  const ofBytes = (usage: string, about: string): Command => ask(`${usage} <file> <bytes>`, about).option('--call <id>', 'the region of this call');
  const run = (file: string, work: (trace: Trace) => Promise<void>): Promise<void> => withTrace(file, work);
  const kind = '--kind <read|write|any>';

  ofBytes('next', 'the next access to these bytes').option('--after <moment>', 'default: start', 'start').option(kind, 'only these').action((file: string, text: string, flags: Flags) => run(file, async trace =>
    printAccess(trace, await nextAccess(trace, at(trace, text, flags), parseMoment(trace, flags.after ?? 'start'), search(trace, flags)), flags.json === true)));
  ofBytes('previous', 'the access to these bytes before').option('--before <moment>', 'default: end', 'end').option(kind, 'only these').action((file: string, text: string, flags: Flags) => run(file, async trace =>
    printAccess(trace, await previousAccess(trace, at(trace, text, flags), parseMoment(trace, flags.before ?? 'end'), search(trace, flags)), flags.json === true)));
  ofBytes('accesses', 'all accesses to these bytes').option(kind, 'only these').option('--filter <expr>', 'only those that match').action((file: string, text: string, flags: Flags) => run(file, trace =>
    printRows(trace, accessesTo(trace, at(trace, text, flags), search(trace, flags)), flags.json === true)));
  ofBytes('writer', 'the last write to the first of these bytes').option('--at <moment>', 'default: end', 'end').action((file: string, text: string, flags: Flags) => run(file, async trace => {
    const { region, offset } = at(trace, text, flags);
    await printAccess(trace, await lastWriter(trace, region, offset, parseMoment(trace, flags.at ?? 'end')), flags.json === true);
  }));
  ofBytes('bytes', 'what these bytes held at a moment').option('--at <moment>', 'default: end', 'end').action((file: string, text: string, flags: Flags) => run(file, async trace => {
    const { region, offset, size } = at(trace, text, flags);
    const contents = await bytesAt(trace, region, parseMoment(trace, flags.at ?? 'end'));
    const end = Math.min(contents.bytes.length, offset + size);
    if (!flags.json) return printDump(contents, offset, end);
    const known = [...contents.known.subarray(offset, end)].map(Boolean);
    return printTable([{ region, offset, size: end - offset, bytes: hexText(contents.bytes.subarray(offset, end)), known, writer: [...contents.writer.subarray(offset, end)] }], true, [], []);
  }));
  ofBytes('changes', 'which bytes of a region changed between two moments').option('--from <moment>', 'default: start', 'start').option('--to <moment>', 'default: end', 'end').action((file: string, text: string, flags: Flags) => run(file, async trace =>
    printChanges(await difference(trace, at(trace, text, flags).region, parseMoment(trace, flags.from ?? 'start'), parseMoment(trace, flags.to ?? 'end')), flags.json === true)));
  ofBytes('hot', 'which bytes of a region are touched most').option(kind, 'only these').action((file: string, text: string, flags: Flags) => run(file, async trace => {
    const rows = await hotBytes(trace, at(trace, text, flags).region, search(trace, flags));
    await printTable(rows, flags.json === true, ['offset', 'size', 'reads', 'writes'].map(title => ({ title, right: true })), rows.map(row => [`+${row.offset}`, bytesText(row.size), thousands(row.reads), thousands(row.writes)]));
  }));
  ofBytes('untouched', 'which bytes of a region nothing touched').option(kind, 'count these only').action((file: string, text: string, flags: Flags) => run(file, async trace => {
    const region = regionOf(trace, text.replace(/[+,.].*$/, ''), callOf(flags));
    const found = await neverTouched(trace, region.id, search(trace, flags).kind);
    const fieldsIn = ({ offset, size }: Stretch): string[] => region.fields.filter(field => field.offset < offset + size && offset < field.offset + field.size).map(field => field.name);
    const rows = found.map(stretch => ({ ...stretch, fields: fieldsIn(stretch) }));
    await printTable(rows, flags.json === true, [{ title: 'offset', right: true }, { title: 'size', right: true }, { title: 'fields' }], rows.map(row => [`+${row.offset}`, bytesText(row.size), row.fields.join(', ')]));
  }));
  ask('calls <file> <first> <second>', 'what two calls did differently with the memory they were given').action((file: string, first: string, second: string, flags: Flags) => run(file, trace => printCalls(trace, Number(first), Number(second), flags.json === true)));
  ask('by <what> <file>', 'reads and writes by line, function, instruction or site (the line in JavaScript)').option('--filter <expr>', 'only those that match').action((what: string, file: string, flags: Flags) => run(file, trace => printBy(trace, what, flags)));
  ask('pattern <file> <line>', 'how a source line goes through memory: sequential, with a stride, at random').action((file: string, line: string, flags: Flags) => run(file, trace => printPattern(trace, line, flags.json === true)));
}

function at(trace: Trace, text: string, flags: Flags): ReturnType<typeof parseBytes> {
  return parseBytes(trace, text, callOf(flags));
}

function callOf({ call }: Flags): number | undefined {
  if (call !== undefined && !/^\d+$/.test(call)) throw new Failure(`--call ${call}: give the number of a call, from 1`);
  return call === undefined ? undefined : Number(call);
}

function search(trace: Trace, { kind = 'any', filter }: Flags): SearchOptions {
  if (!['read', 'write', 'any'].includes(kind)) throw new Failure(`--kind ${kind}: give read, write or any`);
  const compiled = compileFilter(filter ?? '', trace);
  if (compiled.error !== null) throw new Failure(`--filter: ${compiled.error}`);
  return { kind, filter: compiled.filter };
}

async function printBy(trace: Trace, what: string, flags: Flags): Promise<void> {
  const [options, json] = [search(trace, flags), flags.json === true];
  switch (what) {
    case 'line': { const rows = await byLine(trace, options); return printTotals(rows, rows.map(nameOfLine), 'line', json); }
    case 'function': { const rows = await byFunction(trace, options); return printTotals(rows, rows.map(nameOfFunction), 'function', json); }
    case 'instruction': { const rows = await byInstruction(trace, options); return printTotals(rows, rows.map(row => nameOfInsn(trace, row)), 'instruction', json); }
    case 'site': { const rows = bySite(trace); return printTotals(rows, rows.map(nameOfSite), 'call site', json); }
    default: throw new Failure(`"${what}": give line, function, instruction or site`);
  }
}

async function printPattern(trace: Trace, text: string, json: boolean): Promise<void> {
  const [, path = '', line] = /^(.*):(\d+)$/.exec(text) ?? [];
  const files = new Set([...trace.insnById.values()].filter(insn => insn.line === Number(line) && insn.file !== null && (insn.file === path || insn.file.endsWith(`/${path}`))).map(insn => insn.file as string));
  if (files.size === 0) throw new Failure(`"${text}": no instruction of the recording is from there; an example: codec.c:120`);
  for (const file of files) await printPatterns(trace, await accessPattern(trace, file, Number(line)), json);
}

async function printCalls(trace: Trace, first: number, second: number, json: boolean): Promise<void> {
  const rows = await differenceOfCalls(trace, first, second).catch((error: unknown) => { throw error instanceof RangeError ? new Failure(error.message) : error; });
  const size = (stretches: readonly { readonly size: number }[]): string => bytesText(stretches.reduce((sum, one) => sum + one.size, 0));
  const plain = rows.map(row => ({ ...row, before: row.before.map(hexChange), after: row.after.map(hexChange) }));
  await printTable(plain, json, [{ title: 'region' }, ...['before differs', 'after differs', 'read by 1st only', 'by 2nd only', 'written by 1st only', 'by 2nd only'].map(title => ({ title, right: true }))],
    rows.map(row => [row.label, size(row.before), size(row.after), size(row.readByFirst), size(row.readBySecond), size(row.writtenByFirst), size(row.writtenBySecond)]));
}

function hexChange({ offset, size, before, after }: { readonly offset: number; readonly size: number; readonly before: Uint8Array | null; readonly after: Uint8Array | null }): object {
  return { offset, size, before: before && hexText(before), after: after && hexText(after) };
}
