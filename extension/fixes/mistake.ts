import type { Finding, Trace } from '../../trace/model/types';
import { shortName } from '../../trace/queries/fields';
import type { Mistake } from './types';

/** What fixes need to know of a finding; null when it is not about an argument of a call. */
export function mistakeOf(finding: Finding, trace: Trace): Mistake | null {
  const region = finding.region === null ? undefined : trace.regionById.get(finding.region);
  const call = finding.call === null ? undefined : trace.callById.get(finding.call);
  if (!region || !call || region.arg === null || region.call !== call.id || finding.function === null) return null;
  return {
    rule: finding.rule, fix: finding.fix, function: finding.function, arg: region.arg, name: shortName(region), lent: region.lent, type: region.typeName,
    size: region.size, element: region.typeSize ?? 1, front: region.before, end: (finding.offset ?? 0) + (finding.size ?? 0), values: call.args.map(({ value }) => value),
  };
}
