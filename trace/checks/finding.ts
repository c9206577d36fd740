import type { Finding, RelatedPlace, Severity } from '../model/types';

/** A finding with everything unknown but what is given. */
export function finding(rule: string, severity: Severity, message: string, known: Partial<Finding> = {}): Finding {
  return {
    call: null, function: null, site: null, region: null, offset: null, size: null, access: null, ordinal: null,
    module: null, symbol: null, file: null, line: null, count: 1, related: [], fix: null, ...known, rule, severity, message,
  };
}

/** A related place with everything unknown but what is given. */
export function related(kind: RelatedPlace['kind'], message: string, known: Partial<RelatedPlace> = {}): RelatedPlace {
  return { file: null, line: null, column: null, call: null, ordinal: null, ...known, kind, message };
}
