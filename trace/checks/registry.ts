import type { Recording } from '../model/recording';
import type { Finding, Severity } from '../model/types';
import { crash } from './rules/crash';
import { dataRace } from './rules/data-race';
import { exitOverride } from './rules/exit-override';
import { layoutMismatch } from './rules/layout-mismatch';
import { lostWrite } from './rules/lost-write';
import { NeverWritten } from './rules/never-written';
import { outOfBounds } from './rules/outside';
import { Overlap } from './rules/overlap';
import { RetcodeIgnored } from './rules/retcode-ignored';
import { untraced } from './rules/untraced';
import { useAfterCall } from './rules/use-after-call';
import { needsOf } from './scan/needs';
import { Scan } from './scan/scan';

/** Findings of every rule, also of those that are not reported unasked, with the severities of the catalogue; errors first. */
export async function runChecks(trace: Recording): Promise<readonly Finding[]> {
  const needs = needsOf(trace);
  const [neverWritten, overlap, retcode] = [new NeverWritten(trace), new Overlap(), new RetcodeIgnored()];
  const facts = await new Scan(trace, needs, [neverWritten.rule, overlap.rule, retcode.rule(needs.failed)]).run();
  return inOrder([
    ...(await crash(trace)), ...outOfBounds(trace, facts), ...useAfterCall(trace, facts), ...layoutMismatch(facts), ...dataRace(facts),
    ...lostWrite(facts), ...neverWritten.findings, ...overlap.findings, ...retcode.findings, ...exitOverride(trace), ...untraced(trace),
  ]);
}

const severities: readonly Severity[] = ['error', 'warning', 'info'];

/** Errors first, then in the order in which things happened; rules in a fixed order where that is the same. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  const rank = (finding: Finding) => severities.indexOf(finding.severity);
  const call = (finding: Finding) => finding.call ?? Number.MAX_SAFE_INTEGER;
  const at = (finding: Finding) => finding.ordinal ?? Number.MAX_SAFE_INTEGER;
  return [...findings].sort((a, b) => rank(a) - rank(b) || call(a) - call(b) || at(a) - at(b));
}
