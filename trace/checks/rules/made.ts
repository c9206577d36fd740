import type { Finding, Trace } from '../../model/types';
import { shortName } from '../../queries/fields';
import { sitePlace } from '../../text/places';
import { related } from '../finding';

/** Adds the place where the memory was made to findings about it, where that is known. */
export function withMakers(trace: Trace, findings: readonly Finding[]): Finding[] {
  return findings.map((finding) => {
    const region = finding.region === null ? undefined : trace.regionById.get(finding.region);
    if (!region?.made) return finding;
    const made = related('allocation', `\`${shortName(region)}\` was made at ${sitePlace(region.made)}`, region.made);
    return { ...finding, related: [...finding.related, made] };
  });
}
