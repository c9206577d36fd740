import type { Finding, Severity } from '../model/types';

/** A finding with everything unknown but what is given. */
export function finding(rule: string, severity: Severity, message: string, known: Partial<Finding> = {}): Finding {
  return {
    call: null, function: null, site: null, region: null, offset: null, size: null, access: null, ordinal: null,
    module: null, symbol: null, file: null, line: null, ...known, rule, severity, message,
  };
}
