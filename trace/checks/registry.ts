import type { Recording } from '../model/recording';
import type { Finding, Severity } from '../model/types';
import { crash } from './crash';
import { exitOverride } from './exit-override';
import { untraced } from './untraced';

/** One rule of the contract; gives its findings in the order in which they happened. */
export type Rule = (trace: Recording) => Promise<readonly Finding[]> | readonly Finding[];

const rules: readonly Rule[] = [crash, exitOverride, untraced];

/** Findings of all rules, errors first. */
export async function runChecks(trace: Recording): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const rule of rules) found.push(...(await rule(trace)));
  const order: readonly Severity[] = ['error', 'warning', 'info'];
  return found.sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}
