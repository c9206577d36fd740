import type { Finding } from '../../model/types';
import { ruleNames } from '../catalogue';

/** Lines of a source file, or null where it can't be read. */
export type SourceLines = (file: string) => Promise<readonly string[] | null>;

/** The comment has to begin with it; behind it names of rules, none for all, and whatever explains it after `--`. */
const COMMENT = /(?:\/\/|\/\*|#|<!--)\s*ffiscope-ignore(-next-line)?(?![\w-])([^\n]*)/;

/** Findings that no comment silences, neither at the JavaScript line nor at the native one. */
export async function unsilenced(findings: readonly Finding[], sources: SourceLines): Promise<Finding[]> {
  const files = new Map<string, Promise<readonly string[] | null>>();
  const lines = (file: string) => {
    const known = files.get(file) ?? sources(file);
    files.set(file, known);
    return known;
  };
  const kept: Finding[] = [];
  for (const finding of findings) if (!(await isSilenced(finding, lines))) kept.push(finding);
  return kept;
}

async function isSilenced({ rule, site, file, line }: Finding, lines: SourceLines): Promise<boolean> {
  if (site && silences(await lines(site.file), site.line, rule)) return true;
  return file !== null && line !== null && silences(await lines(file), line, rule);
}

function silences(lines: readonly string[] | null, line: number, rule: string): boolean {
  return lines !== null && (names(lines[line - 1], false, rule) || names(lines[line - 2], true, rule));
}

/** Whether a line has a comment for itself (or for the one behind it) that names the rule. */
function names(text: string | undefined, nextLine: boolean, rule: string): boolean {
  const match = COMMENT.exec(text ?? '');
  if (!match || (match[1] !== undefined) !== nextLine) return false;
  const words = (match[2] ?? '').replace(/--.*$|\*\/.*$|-->.*$/, '').split(/[\s,]+/).filter(word => word !== '');
  const known = words.filter(word => ruleNames.some(name => name === word));
  return words.length === 0 || known.includes(rule);
}
