import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { COLOURS } from '../webview/theme/tokens';
import { commands, views } from './ids';

interface Manifest {
  main: string; icon: string;
  contributes: {
    commands: { command: string; category: string }[];
    menus: Record<string, { command: string }[]>;
    keybindings: { command: string }[];
    customEditors: { viewType: string }[];
    views: { ffiscope: { id: string; icon: string }[] };
    colors: { id: string; defaults: Record<string, string> }[];
    languages: { icon: Record<string, string> }[];
    configuration: { properties: Record<string, { scope: string; markdownDescription: string }> };
  };
}

const read = (name: string): string => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const manifest = JSON.parse(read('package.json')) as Manifest;
const nls = JSON.parse(read('package.nls.json')) as Record<string, string>;
const { contributes } = manifest;

test('every command of the manifest is known to the code, and the other way round', () => {
  const hidden: readonly string[] = [commands.revealFinding, commands.openInEditor];
  expect(contributes.commands.map(({ command }) => command).sort())
    .toEqual(Object.values(commands).filter(command => !hidden.includes(command)).sort());
  expect(new Set(contributes.commands.map(({ category }) => category))).toEqual(new Set(['FFIScope']));
});

test('menus and keys name commands that exist', () => {
  const known = new Set(contributes.commands.map(({ command }) => command));
  const named = [...Object.values(contributes.menus).flat(), ...contributes.keybindings].map(({ command }) => command);
  expect(named.filter(command => !known.has(command))).toEqual([]);
});

test('views have the ids of the code', () => {
  expect(contributes.customEditors.map(({ viewType }) => viewType)).toEqual([views.editor]);
  expect(contributes.views.ffiscope.map(({ id }) => id)).toEqual([views.timeline]);
});

test('colours have the defaults that the views fall back to', () => {
  const expected = Object.entries(COLOURS).map(([key, { light, dark, hcDark, hcLight }]) => ({
    id: `ffiscope.${key}`, defaults: { light, dark, highContrast: hcDark, highContrastLight: hcLight },
  }));
  expect(contributes.colors.map(({ id, defaults }) => ({ id, defaults }))).toEqual(expected);
});

test('every setting says what it does and where it may be set', () => {
  for (const setting of Object.values(contributes.configuration.properties)) {
    expect(setting.markdownDescription).toMatch(/^%/);
    expect(setting.scope).toMatch(/^(resource|machine-overridable)$/);
  }
});

test('every text of the manifest is in package.nls.json, and no other', () => {
  const used = new Set([...read('package.json').matchAll(/"%([\w.]+)%"/g)].map(match => match[1]));
  expect([...used].sort()).toEqual(Object.keys(nls).sort());
});

describe('icons exist', () => {
  const files = [manifest.icon, contributes.views.ffiscope[0]?.icon, ...Object.values(contributes.languages[0]?.icon ?? {})];
  test.each(files)('%s', file => expect(existsSync(new URL(`../${file}`, import.meta.url))).toBe(true));
});
