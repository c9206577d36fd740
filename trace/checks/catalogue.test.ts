import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ruleNames } from './catalogue';

const folder = new URL('../../docs/rules/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');

describe('every rule has a page', () => {
  it.each(ruleNames)('%s: with a picture, an example, what it says, and what to do', (rule) => {
    const page = read(`${rule}.md`);
    for (const part of [`# ${rule}\n`, `](pictures/${rule}.svg)`, '## Example', '\n> ', '## What to do', '## What is none']) expect(page).toContain(part);
    expect(existsSync(new URL(`pictures/${rule}.svg`, folder))).toBe(true);
    expect(read('README.md')).toContain(`(${rule}.md)`);
    expect(readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8')).toContain(`\`${rule}\``);
  });

  it('and no page is without a rule', () => {
    expect(readdirSync(folder).filter(name => name.endsWith('.md') && name !== 'README.md').sort()).toEqual(ruleNames.map(rule => `${rule}.md`).sort());
  });
});
