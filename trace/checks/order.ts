import type { Finding, Severity } from '../model/types';

const severities: readonly Severity[] = ['error', 'warning', 'info'];

/** Errors first, then in the order in which things happened; findings of one moment stay in the order they have. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  const rank = (finding: Finding) => severities.indexOf(finding.severity);
  const call = (finding: Finding) => finding.call ?? Number.MAX_SAFE_INTEGER;
  const at = (finding: Finding) => finding.ordinal ?? Number.MAX_SAFE_INTEGER;
  return [...findings].sort((a, b) => rank(a) - rank(b) || call(a) - call(b) || at(a) - at(b));
}
