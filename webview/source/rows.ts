import type { FileHeat, LineHeat } from './heat';

/** One row of the source view: a line of the file, or only a touched one where its text is not at hand. */
export interface SourceRow { readonly line: number; readonly text: string | null; readonly heat: LineHeat | null }

/** All lines of a file whose text is known, else the touched ones. */
export function sourceRows(file: FileHeat, text: string | null): readonly SourceRow[] {
  if (text === null || file.kind === 'library') return file.lines.map(heat => ({ line: heat.line, text: heat.text, heat }));
  const byLine = new Map(file.lines.map(heat => [heat.line, heat]));
  const rows = text.replace(/\r?\n$/, '').split(/\r?\n/).map((each, i) => ({ line: i + 1, text: each.replaceAll('\t', '    '), heat: byLine.get(i + 1) ?? null }));
  // The file may have become shorter since; what was recorded is shown all the same.
  const beyond = file.lines.filter(heat => heat.line > rows.length).map(heat => ({ line: heat.line, text: null, heat }));
  return [...rows, ...beyond];
}

/** Index of the row of a line, or of the nearest one before it. */
export function rowOfLine(rows: readonly SourceRow[], line: number): number {
  const after = rows.findIndex(row => row.line > line);
  return Math.max(0, (after < 0 ? rows.length : after) - 1);
}

/** Row with most accesses. */
export function hottestRow(rows: readonly SourceRow[]): number {
  let [best, most] = [0, -1];
  rows.forEach(({ heat }, index) => {
    const accesses = heat ? heat.reads + heat.writes : -1;
    if (accesses > most) [best, most] = [index, accesses];
  });
  return best;
}
