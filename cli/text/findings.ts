import type { Finding, Severity } from '../../trace/model/types';
import { count } from '../../trace/text/numbers';
import { sitePlace } from '../../trace/text/places';
import { style, type Style } from './style';
import { printable } from './table';

const signs: Readonly<Record<Severity, { sign: string; paint: Style }>> = {
  error: { sign: '✕ error', paint: style.error }, warning: { sign: '! warning', paint: style.warning }, info: { sign: 'i info', paint: style.info },
};

/** Two lines a finding: what, then where; and a line that counts them, and those that comments silence. */
export function findingLines(findings: readonly Finding[], silenced: number): string[] {
  const hidden = silenced === 0 ? '' : `; ${count(silenced, 'finding')} ${silenced === 1 ? 'is' : 'are'} silenced by ${silenced === 1 ? 'a comment' : 'comments'}`;
  if (findings.length === 0) return [style.good(hidden === '' ? 'Nothing found.' : `Nothing found${hidden}.`)];
  return [...findings.flatMap(lines), style.dim(`${total(findings)}${hidden}`)];
}

function lines(finding: Finding): string[] {
  const { sign, paint } = signs[finding.severity];
  const native = finding.file !== null && finding.line !== null ? `${finding.file}:${finding.line}` : (finding.symbol ?? '');
  const where = [finding.call === null ? '' : `call ${finding.call}${finding.function ? ` ${finding.function}` : ''}`, finding.site ? sitePlace(finding.site) : '', native];
  const known = where.filter(part => part !== '').join(' · ');
  return [`${paint(sign)} ${style.bold(printable(finding.rule))}: ${printable(finding.message)}`, ...(known === '' ? [] : [`    ${style.dim(printable(known))}`])];
}

function total(findings: readonly Finding[]): string {
  const severities: readonly Severity[] = ['error', 'warning', 'info'];
  const parts = severities.map(severity => [severity, findings.filter(finding => finding.severity === severity).length] as const).filter(([, n]) => n > 0);
  return parts.map(([severity, n]) => count(n, severity, severity === 'info' ? 'info' : `${severity}s`)).join(', ');
}
