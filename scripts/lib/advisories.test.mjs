import { expect, test } from 'vitest';
import { crateAnswer, npmAnswer } from './advisories.mjs';

const npm = (counts, vulnerabilities = {}) => JSON.stringify({ vulnerabilities, metadata: { vulnerabilities: counts, dependencies: { prod: 12 } } });

test('an answer without holes, and one with a hole, are told apart', () => {
  expect(npmAnswer(npm({ total: 0 }), '')).toEqual({ state: 'none known', text: '12 packages' });
  const { state, text } = npmAnswer(npm({ total: 1 }, { left: { severity: 'high', range: '<2.0.0' } }), '');
  expect([state, text.trim()]).toEqual(['holes', 'left <2.0.0: high']);
});

test.each([
  ['a registry that has no such list', JSON.stringify({ message: '405 Method Not Allowed', method: 'POST', statusCode: 405 }), '', '405'],
  ['no network', JSON.stringify({ error: { code: 'ENOTFOUND', summary: 'request to the registry failed\nmore' } }), '', 'request to the registry failed'],
  ['npm that prints no JSON', '', 'npm error code EAUDITNOPJSON', 'EAUDITNOPJSON'],
])('%s is said, and is not taken for an answer', (_, stdout, stderr, said) => {
  const { state, text } = npmAnswer(stdout, stderr);
  expect(state).toBe('not asked');
  expect(text).toContain(said);
});

test('cargo-deny without its list has not been asked; with a hole in it, it has', () => {
  expect(crateAnswer(0, 'advisories ok').state).toBe('none known');
  const offline = '[ERROR] failed to fetch advisory database https://example.org/db with cli\nfatal: unable to access: Could not resolve host\n';
  expect(crateAnswer(1, offline)).toEqual({ state: 'not asked', text: 'fatal: unable to access: Could not resolve host' });
  expect(crateAnswer(1, 'error[vulnerability]: use after free in a 1.0.0\nadvisories FAILED\n').state).toBe('holes');
});
