import { plain, style, type Style } from './style';

export interface Column { readonly title: string; readonly right?: boolean; readonly style?: Style; /** Characters at least; for tables that are printed before all rows are known. */ readonly width?: number }

/** Lines of a table; columns as wide as their widest cell. Cells are printed as text, whatever is in them. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  return tableOf(columns, widthsOf(columns, rows), rows);
}

export function tableOf(columns: readonly Column[], widths: readonly number[], rows: readonly (readonly string[])[]): string[] {
  return [header(columns, widths), ...rows.map(row => tableRow(columns, widths, row))];
}

export function widthsOf(columns: readonly Column[], rows: readonly (readonly string[])[]): number[] {
  return columns.map((column, at) => rows.reduce((widest, row) => Math.max(widest, length(printable(row[at] ?? ''))), Math.max(column.width ?? 0, column.title.length)));
}

/** The two halves of a table whose rows come one by one, with given widths. */
export function header(columns: readonly Column[], widths: readonly number[]): string {
  return style.dim(line(columns, widths, columns.map(column => column.title), false));
}

export function tableRow(columns: readonly Column[], widths: readonly number[], row: readonly string[]): string {
  return line(columns, widths, row.map(printable), true);
}

function line(columns: readonly Column[], widths: readonly number[], cells: readonly string[], styled: boolean): string {
  const parts = columns.map((column, at) => {
    const cell = cells[at] ?? '';
    const space = ' '.repeat(Math.max(0, (widths[at] ?? 0) - length(cell)));
    const painted = ((styled && column.style) || plain)(cell);
    return column.right ? space + painted : painted + space;
  });
  return parts.join('  ').trimEnd();
}

/** Characters as a terminal counts them, near enough: code points. */
function length(text: string): number {
  return [...text].length;
}

/** Shortened in the middle to at most `limit` characters. */
export function shorten(text: string, limit: number): string {
  const characters = [...text];
  if (characters.length <= limit) return text;
  const tail = Math.floor((limit - 1) / 2);
  return `${characters.slice(0, limit - 1 - tail).join('')}…${tail > 0 ? characters.slice(-tail).join('') : ''}`;
}

/** Control characters of recorded text must not reach a terminal, nor characters that turn the direction of what follows. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, character => {
    const code = character.charCodeAt(0).toString(16);
    return code.length > 2 ? `\\u${code}` : `\\x${code.padStart(2, '0')}`;
  });
}
