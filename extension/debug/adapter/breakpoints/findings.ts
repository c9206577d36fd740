import type { DebugProtocol } from '@vscode/debugprotocol';
import { among } from '../../../../trace/cursor/search';
import { catalogue, ruleNames } from '../../../../trace/checks/catalogue';
import type { Position } from '../../../../trace/cursor/position';
import type { Finding } from '../../../../trace/model/types';
import type { ReplaySession } from '../replaySession';
import { conditioned, unverified, type Compiled } from './conditions';

/** Findings without a place in the recording can't be stopped at. */
const PLACELESS: readonly string[] = ['exit-override', 'untraced'];

/** One filter for each rule whose findings have a place. */
export const findingFilters: DebugProtocol.ExceptionBreakpointsFilter[] = catalogue
  .filter(({ name }) => !PLACELESS.includes(name))
  .map(({ name, when, severity }) => ({
    filter: name, label: `${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll('-', ' ')}`, description: `Stop where ${when}`, default: severity === 'error',
    supportsCondition: true, conditionDescription: 'Terms of the filter language, for example in:dst call:3..9',
  }));

/** Stops at findings of some rules: at their access, or at the end of the call that they are about. */
export async function findingBreakpoints(session: ReplaySession, wanted: readonly DebugProtocol.ExceptionFilterOptions[]): Promise<Compiled[]> {
  if (wanted.length === 0) return [];
  const findings = await session.trace.findings();
  return wanted.map(({ filterId, condition }) => {
    if (!(ruleNames as readonly string[]).includes(filterId)) return unverified(`there is no rule "${filterId}"; rules are ${ruleNames.join(', ')}`);
    return ofRule(session, findings.filter(({ rule }) => rule === filterId), condition);
  });
}

function ofRule({ trace }: ReplaySession, findings: readonly Finding[], condition: string | undefined): Compiled {
  const ordinals = [...new Set(findings.flatMap(({ ordinal }) => ordinal ?? []))].sort((a, b) => a - b);
  const calls = new Set(findings.flatMap(({ ordinal, call }) => (ordinal === null ? call ?? [] : [])));
  const known = new Set(ordinals);
  return conditioned(trace, {
    accesses: ordinals.length > 0 ? { within: among(ordinals), test: (block, row) => known.has(block.firstOrdinal + row) } : null,
    boundary: calls.size > 0 ? ({ id, end }, kind) => calls.has(id) && kind === (end === null ? 'begin' : 'end') : null,
  }, { condition });
}

/** The findings that a position is about. */
export async function findingsAt({ trace }: ReplaySession, { kind, ordinal, call }: Position): Promise<readonly Finding[]> {
  const findings = await trace.findings();
  return findings.filter(finding => (kind === 'access' ? finding.ordinal === ordinal : finding.ordinal === null && finding.call === call));
}
