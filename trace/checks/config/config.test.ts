import { describe, expect, it } from 'vitest';
import type { Finding } from '../../model/types';
import { finding } from '../finding';
import { configured } from './apply';
import { parseConfig } from './parse';
import { configSchema } from './schema';
import { unsilenced } from './silence';

const at = (rule: string, severity: Finding['severity'], known: Partial<Finding> = {}) => finding(rule, severity, '', known);

describe('ffiscope.json', () => {
  it('sets severities in general and for functions, the last that matches winning', () => {
    const config = parseConfig('{"$schema": "x", "rules": {"overlap": "off", "retcode-ignored": "info", "lost-write": "error"}, "functions": {"sqlite3_*": {"lost-write": "off"}, "sqlite3_open": {"lost-write": "info"}}}');
    const findings = [
      at('overlap', 'warning'), at('retcode-ignored', 'warning'), at('crash', 'error'),
      ...['f', 'sqlite3_close', 'sqlite3_open'].map(name => at('lost-write', 'warning', { function: name })),
    ];
    expect(configured(findings, config).map(one => [one.rule, one.severity, one.function])).toEqual([
      ['crash', 'error', null], ['lost-write', 'error', 'f'], ['retcode-ignored', 'info', null], ['lost-write', 'info', 'sqlite3_open'],
    ]);
    expect(configured(findings, parseConfig('{}')).map(({ rule }) => rule)).toEqual(['crash', 'overlap', 'lost-write', 'lost-write', 'lost-write']);
  });

  it.each([
    ['{"rules": ', 'is not JSON (line 1)'],
    ['{"rules": {\n"overlap": off}}', 'is not JSON (line 2)'],
    ['[]', 'the file has to be an object'],
    ['{"rule": {}}', '"rule" is not known; keys are "rules" and "functions"'],
    ['{"rules": {"overlaps": "off"}}', '"rules.overlaps": there is no such rule; did you mean "overlap"?'],
    ['{"rules": {"speed": "off"}}', '"rules.speed": there is no such rule; rules are out-of-bounds-write,'],
    ['{"rules": {"overlap": "loud"}}', '"rules.overlap": "loud" is no severity; use "error", "warning", "info", "off"'],
    ['{"functions": {"f": ["overlap"]}}', '"functions.f" has to be an object'],
    ['{"functions": {"f": {"overlap": 3}}}', '"functions.f.overlap": 3 is no severity'],
  ])('%s: says what is wrong and what would be right', (text, problem) => expect(() => parseConfig(text)).toThrow(problem));

  it('has a schema that knows every rule', () => {
    expect(configSchema.properties.rules.properties).toMatchObject({ 'lost-write': { default: 'warning' }, 'retcode-ignored': { default: 'off' } });
  });
});

describe('a comment', () => {
  const silent = async (js: string[], native: string[], line: number) => {
    const one = at('lost-write', 'warning', { site: { file: 'a.js', line, column: 1 }, file: 'a.c', line });
    return (await unsilenced([one], file => Promise.resolve(file === 'a.js' ? js : native))).length === 0;
  };

  it.each([
    [['// ffiscope-ignore-next-line lost-write', 'f();'], 2], [['f(); // ffiscope-ignore lost-write'], 1], [['f(); /* ffiscope-ignore overlap, lost-write -- on purpose */'], 1],
    [['// ffiscope-ignore-next-line', 'f();'], 2],
  ])('%j silences its line', async (lines, line) => {
    expect(await silent(lines, [], line)).toBe(true);
    expect(await silent([], lines, line)).toBe(true);
  });

  it.each([
    [['// ffiscope-ignore-next-line overlap', 'f();'], 2], [['// ffiscope-ignore lost-write', 'f();'], 2], [['f("ffiscope-ignore lost-write");'], 1],
    [['f(); // ffiscope-ignore-next-line lost-write'], 1], [['// ffiscope-ignore-nothing lost-write', 'f();'], 1],
  ])('%j does not', async (lines, line) => {
    expect(await silent(lines, [], line)).toBe(false);
  });
});
