import type { Severity } from '../model/types';

/** What is known of a rule without a recording. */
export interface RuleInfo {
  readonly name: RuleName;
  readonly severity: Severity;
  /** Reported without being asked for. */
  readonly on: boolean;
  /** One clause: when it is a finding. */
  readonly when: string;
}

const table = [
  ['out-of-bounds-write', 'error', 'native code wrote outside every region it was given'],
  ['out-of-bounds-read', 'error', 'native code read outside every region it was given'],
  ['lost-write', 'warning', 'native code wrote to a copy that the binding never copies back'],
  ['never-written', 'warning', 'native code did not write a result, or fields or bytes of it, that the program gets back'],
  ['layout-mismatch', 'error', 'accesses do not fit the declared layout'],
  ['use-after-call', 'error', 'native code touched memory that was lent to an earlier call'],
  ['crash', 'error', 'a signal ended a call'],
  ['exit-override', 'warning', 'the exit status was registered, or decided by native code'],
  ['untraced', 'warning', 'something could not be traced'],
  ['read-uninitialised', 'warning', 'native code read bytes of a buffer that nobody had written'],
  ['overlap', 'warning', 'two arguments share bytes, and native code wrote to some of them'],
  ['data-race', 'error', 'two calls at the same time touched the same bytes, and one of them wrote'],
  ['retcode-ignored', 'warning', 'a call failed and wrote nothing, and the program used what it should have filled'],
] as const;

export type RuleName = (typeof table)[number][0];

/** Every rule, in the order of the documentation. */
export const catalogue: readonly RuleInfo[] = table.map(([name, severity, when]) => ({ name, severity, when, on: name !== 'retcode-ignored' }));
export const ruleNames: readonly RuleName[] = catalogue.map(({ name }) => name);
