import { ruleNames, type RuleName } from '../catalogue';
import { settings, type CheckConfig, type RuleSettings, type Setting } from './schema';

/** A configuration that can't be used: one line with the key that is wrong and the way out, without the file's name. */
export class ConfigError extends Error {}

/** Checks the text of an `ffiscope.json`; throws ConfigError for the first thing that is wrong. */
export function parseConfig(text: string): CheckConfig {
  const value = objectAt(json(text), 'the file');
  for (const key of Object.keys(value)) {
    if (key !== '$schema' && key !== 'rules' && key !== 'functions') throw new ConfigError(`"${key}" is not known; keys are "rules" and "functions"`);
  }
  const rules = value['rules'] === undefined ? {} : rulesAt(value['rules'], 'rules');
  const functions = value['functions'] === undefined ? {} : objectAt(value['functions'], '"functions"');
  return { rules, functions: Object.fromEntries(Object.entries(functions).map(([name, one]) => [name, rulesAt(one, `functions.${name}`)])) };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const at = /position (\d+)/.exec((error as Error).message)?.[1];
    const line = at === undefined ? text.split('\n').length : text.slice(0, Number(at)).split('\n').length;
    throw new ConfigError(`is not JSON (line ${line}); an example: {"rules": {"overlap": "off"}}`);
  }
}

function objectAt(value: unknown, where: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new ConfigError(`${where} has to be an object; an example: {"rules": {"overlap": "off"}}`);
  return value as Record<string, unknown>;
}

function rulesAt(value: unknown, where: string): RuleSettings {
  const out: Partial<Record<RuleName, Setting>> = {};
  for (const [name, setting] of Object.entries(objectAt(value, `"${where}"`))) {
    const rule = ruleNames.find(known => known === name);
    if (!rule) throw new ConfigError(`"${where}.${name}": there is no such rule; ${nearest(name)}`);
    const known = settings.find(one => one === setting);
    if (!known) throw new ConfigError(`"${where}.${name}": ${JSON.stringify(setting)} is no severity; use ${settings.map(one => `"${one}"`).join(', ')}`);
    out[rule] = known;
  }
  return out;
}

/** "did you mean ..." for a name that is nearly one, else all rules. */
function nearest(name: string): string {
  const [best] = ruleNames.map(rule => ({ rule, likeness: likeness(name, rule) })).sort((a, b) => b.likeness - a.likeness);
  return best && best.likeness > 0.6 ? `did you mean "${best.rule}"?` : `rules are ${ruleNames.join(', ')}`;
}

/** How many of their pairs of neighbouring letters two words share, 0 to 1. */
function likeness(one: string, other: string): number {
  const [a, b] = [pairs(one), pairs(other)];
  return (2 * a.filter(pair => b.includes(pair)).length) / Math.max(1, a.length + b.length);
}

function pairs(word: string): string[] {
  const letters = word.toLowerCase().replace(/[^a-z]/g, '');
  return Array.from({ length: Math.max(0, letters.length - 1) }, (_, at) => letters.slice(at, at + 2));
}
