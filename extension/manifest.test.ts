import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { commands, debugTypes } from './ids';

interface Manifest {
  main: string; icon: string; activationEvents: string[];
  contributes: {
    commands: { command: string }[];
    views: { ffiscope: { icon: string }[] };
    languages: { icon: Record<string, string> }[];
    configuration: { properties: Record<string, { scope: string; markdownDescription: string }> };
  };
}

const read = (name: string): string => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const manifest = JSON.parse(read('package.json')) as Manifest;
const { contributes } = manifest;

test('the code knows every command of the manifest, and has only three of its own', () => {
  const hidden: readonly string[] = [commands.revealFinding, commands.lookAtFindings, commands.openInEditor];
  expect(contributes.commands.map(({ command }) => command).sort())
    .toEqual(Object.values(commands).filter(command => !hidden.includes(command)).sort());
});

test('the extension is there when a kind of debug session that it completes begins', () => {
  for (const type of [debugTypes.replay, ...debugTypes.javascript]) expect(manifest.activationEvents).toContain(`onDebugResolve:${type}`);
});

test('every setting says what it does and where it may be set', () => {
  for (const setting of Object.values(contributes.configuration.properties)) {
    expect(setting.markdownDescription).toMatch(/^%/);
    expect(setting.scope).toMatch(/^(resource|machine-overridable)$/);
  }
});

test('the types that the code is checked against are those of the oldest VS Code it is for', () => {
  const { engines, devDependencies } = JSON.parse(read('package.json')) as { engines: Record<string, string>; devDependencies: Record<string, string> };
  const [oldest] = /\d+\.\d+/.exec(engines['vscode'] ?? '') ?? [];
  expect(devDependencies['@types/vscode']).toBe(oldest);
  expect((JSON.parse(read('node_modules/@types/vscode/package.json')) as { version: string }).version).toMatch(new RegExp(`^${oldest}\\.`));
});

describe('icons exist', () => {
  const files = [manifest.icon, contributes.views.ffiscope[0]?.icon, ...Object.values(contributes.languages[0]?.icon ?? {})];
  test.each(files)('%s', file => expect(existsSync(new URL(`../${file}`, import.meta.url))).toBe(true));
});

test('German has the texts of today that it has under their keys, and only those', () => {
  const [english, german] = ['package.nls.json', 'package.nls.de.json'].map(name => JSON.parse(read(name)) as Record<string, string>);
  expect(Object.keys(german ?? {}).filter(key => !Object.hasOwn(english ?? {}, key))).toEqual([]);
  // A button that leads elsewhere in another language would be a mistake.
  const links = (text: string | undefined): string[] => text?.match(/\(command:[^)]*\)/g) ?? [];
  for (const [key, text] of Object.entries(german ?? {})) expect([key, links(text)]).toEqual([key, links(english?.[key])]);
});
