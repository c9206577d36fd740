import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hosts } from '../../test/host/paths.mjs';

const json = path => JSON.parse(readFileSync(path, 'utf8'));
const minor = version => /\d+\.\d+/.exec(version)?.[0];

test('the VS Code that is promised is the one that types are checked against, and the one that test:floor runs', () => {
  const { engines } = json('package.json');
  expect(engines.vscode).toMatch(/^\^\d+\.\d+\.0$/);
  const promised = minor(engines.vscode);
  expect(minor(json('node_modules/@types/vscode/package.json').version), 'of @types/vscode').toBe(promised);
  expect(minor(hosts.floor.vscode), 'of test/host/paths.mjs').toBe(promised);
});
