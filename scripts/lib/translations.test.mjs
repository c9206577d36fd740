import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from './run.mjs';

const read = (name) => JSON.parse(readFileSync(join(root, 'l10n', name), 'utf8'));
const english = Object.keys(read('bundle.l10n.json'));
const languages = readdirSync(join(root, 'l10n')).filter((name) => /^bundle\.l10n\.\w+\.json$/.test(name));
const places = (text) => [...new Set(text.match(/\{\d\}/g) ?? [])].sort();

describe.each(languages)('%s', (name) => {
  const texts = read(name);

  test('has nearly every text; the newest ones may still be in English', () => {
    const missing = english.filter((text) => !Object.hasOwn(texts, text));
    expect(missing.length / english.length, missing.join('\n')).toBeLessThan(0.1);
  });

  test('has a place for each value', () => {
    expect(Object.entries(texts).filter(([text, translated]) => String(places(text)) !== String(places(translated)))).toEqual([]);
  });
});
