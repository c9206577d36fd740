import type { Finding } from '../../model/types';
import { catalogue, type RuleName } from '../catalogue';
import { inOrder } from '../order';
import type { CheckConfig, Setting } from './schema';

const unasked = new Map(catalogue.map(({ name, on }) => [name as string, on]));

/** Findings with the severities that are configured, without those that are switched off. */
export function configured(findings: readonly Finding[], config: CheckConfig): Finding[] {
  const judge = judgeOf(config);
  const kept = findings.flatMap((finding) => {
    const setting = judge(finding.rule as RuleName, finding.function);
    if (setting === 'off' || (setting === null && unasked.get(finding.rule) === false)) return [];
    return [setting === null ? finding : { ...finding, severity: setting }];
  });
  return inOrder(kept);
}

function judgeOf(config: CheckConfig): (rule: RuleName, name: string | null) => Setting | null {
  const patterns = Object.entries(config.functions).map(([pattern, rules]) => ({ matches: patternOf(pattern), rules }));
  return (rule, name) => {
    const own = name === null ? undefined : patterns.findLast(({ matches, rules }) => rules[rule] !== undefined && matches.test(name));
    return own?.rules[rule] ?? config.rules[rule] ?? null;
  };
}

function patternOf(pattern: string): RegExp {
  return new RegExp(`^${pattern.split('*').map(part => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('.*')}$`);
}
