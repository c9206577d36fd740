import type { Finding, TraceInfo } from '../../model/types';

/** The line a finding is shown at in lists of files. */
export interface Place { readonly file: string; readonly line: number; readonly column: number | null }

/** The JavaScript line, else the native one, else the program's first: a finding without a place would not be shown at all. */
export function placeOf(finding: Finding, info: TraceInfo): Place | null {
  if (finding.site) return finding.site;
  if (finding.file !== null && finding.line !== null) return { file: finding.file, line: finding.line, column: null };
  const script = [...info.args].find(argument => /\.[cm]?[jt]sx?$/.test(argument));
  return script === undefined ? null : { file: script.startsWith('/') ? script : `${info.cwd}/${script}`, line: 1, column: null };
}

/** The path below `base`, else as it is. */
export function below(base: string, file: string): string {
  const path = file.startsWith('file://') ? decodeURIComponent(file.slice('file://'.length)) : file;
  const folder = base.endsWith('/') ? base : `${base}/`;
  return path.startsWith(folder) ? path.slice(folder.length) : path;
}
