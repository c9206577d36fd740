import type { Recording } from '../model/recording';
import type { Finding, Pause } from '../model/types';
import { inOrder } from './order';
import { astray } from './rules/astray';
import { crash } from './rules/crash';
import { dataRace } from './rules/data-race';
import { exitOverride } from './rules/exit-override';
import { layoutMismatch } from './rules/layout-mismatch';
import { lostWrite } from './rules/lost-write';
import { NeverWritten } from './rules/never-written';
import { outOfBounds } from './rules/outside';
import { Overlap } from './rules/overlap';
import { ReadUninitialised } from './rules/read-uninitialised';
import { RetcodeIgnored } from './rules/retcode-ignored';
import { withMakers } from './rules/made';
import { untraced } from './rules/untraced';
import { useAfterCall } from './rules/use-after-call';
import { needsOf } from './scan/needs';
import { Scan } from './scan/scan';

/** Findings of every rule, also of those that are not reported unasked, with the severities of the catalogue; errors first. */
export async function runChecks(trace: Recording, pause?: Pause): Promise<readonly Finding[]> {
  const needs = needsOf(trace);
  const [neverWritten, overlap, retcode, uninitialised] = [new NeverWritten(trace), new Overlap(), new RetcodeIgnored(), new ReadUninitialised(trace)];
  const facts = await new Scan(trace, needs, [neverWritten.rule, overlap.rule, uninitialised.rule, retcode.rule(needs.failed)], pause).run();
  const beyond = await astray(trace, facts);
  return withMakers(trace, inOrder([
    ...(await crash(trace)), ...outOfBounds(trace, facts, beyond), ...(await useAfterCall(trace, beyond.late)), ...layoutMismatch(facts), ...dataRace(facts),
    ...lostWrite(facts), ...neverWritten.findings, ...uninitialised.findings, ...overlap.findings, ...retcode.findings, ...exitOverride(trace), ...untraced(trace),
  ]));
}
