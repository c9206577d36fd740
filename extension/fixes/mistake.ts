import type { Finding, Trace } from '../../trace/model/types';
import { shortName } from '../../trace/queries/fields';
import type { Mistake } from './fix';

/** What fixes need to know of a finding; null when it is not about an argument of a call. */
export function mistakeOf(finding: Finding, trace: Trace): Mistake | null {
  const region = finding.region === null ? undefined : trace.regionById.get(finding.region);
  const call = finding.call === null ? undefined : trace.callById.get(finding.call);
  if (!region || !call || region.arg === null || region.call !== call.id || finding.function === null) return null;
  return {
    rule: finding.rule, function: finding.function, arg: region.arg, name: shortName(region), text: region.kind === 'string',
    reads: call.bytesRead > 0 && call.regions.filter(({ size }) => size > 0).length === 1, size: region.size, element: region.typeSize ?? 1,
    end: (finding.offset ?? 0) + (finding.size ?? 0), values: call.args.map(({ value }) => value),
  };
}
