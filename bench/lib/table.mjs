// Numbers as people read them.

/** Columns as wide as their widest cell; those numbered in `left` are flush left, the others right. */
export function table(head, rows, left = [0]) {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const line = (row) => row.map((cell, column) => (left.includes(column) ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join('  ').trimEnd();
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}

/** 3 significant digits below 1000, whole numbers with separators above. */
export function number(value) {
  if (value === null || !Number.isFinite(value)) return '-';
  return value < 1000 ? String(Number(value.toPrecision(3))) : Math.round(value).toLocaleString('en');
}
