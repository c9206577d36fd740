/**
 * Mistakes that people really made: each is found with the sentence that a person would want (`golden/cases.txt`), its fixes are
 * applied as the editor applies them, and the program that comes out is recorded without a finding.
 */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { offsetAt } from '../../extension/fixes/calls';
import { declarationFixes } from '../../extension/fixes/fix';
import { callFixes } from '../../extension/fixes/lengths';
import { mistakeOf } from '../../extension/fixes/mistake';
import type { Fix } from '../../extension/fixes/types';
import { inRoot, run } from '../lib/run';
import { recorded, type Recorded } from './lib';
import { findingText } from './text';

/** `byHand`: a change for what no code action can know. */
interface Case { readonly name: string; readonly rules: readonly string[]; readonly prints: string; readonly byHand?: readonly [string, string] }

const cases: readonly Case[] = [
  { name: 'random-crash', rules: ['out-of-bounds-write'], prints: '16 samples from "living room"\n' },
  { name: 'wide-slot', rules: ['layout-mismatch', 'out-of-bounds-write'], prints: '72 x 40 pixels\n' },
  { name: 'view', rules: ['out-of-bounds-write'], prints: `${'1'.repeat(16)}${'2'.repeat(16)}${'0'.repeat(32)}\n` },
  { name: 'wrong-size', rules: ['out-of-bounds-write'], prints: 'sensor 7\n' },
  { name: 'exit-status', rules: ['exit-override'], prints: 'opening notes.store\nopen\n', byHand: ['notes.txt', 'notes.store'] },
];

// Below the project, so that the programs find the project's koffi.
const folder = inRoot('.cache', `cases-${process.pid}`);
beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  cpSync(inRoot('examples/cases'), folder, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const texts: string[] = [];

describe.each(cases)('$name', ({ name, rules, prints, byHand }) => {
  const file = join(folder, `${name}.js`);

  it('ends with 0 as if nothing were wrong', async () => {
    expect(await run(process.execPath, [file])).toMatchObject({ status: 0, stderr: '' });
  });

  it('is found, and clean when it is fixed', async () => {
    const first = await recorded([file]);
    expect([...new Set(first.findings.map(({ rule }) => rule))].sort()).toEqual(rules);
    texts.push(`${name}\n${first.findings.map(findingText).sort().join('')}`);
    const text = readFileSync(file, 'utf8');
    const fixed = byHand ? text.replaceAll(...byHand) : applied(text, fixesOf(text, first));
    expect(fixed).not.toBe(text);
    writeFileSync(file, fixed);
    expect((await recorded([file])).findings).toEqual([]);
    expect(await run(process.execPath, [file])).toMatchObject({ status: 0, stdout: prints });
  });
});

it('says each in one sentence', async () => {
  await expect(texts.join('\n')).toMatchFileSnapshot(inRoot('test/findings/golden/cases.txt'));
});

function fixesOf(text: string, { trace, findings }: Recorded): Fix[] {
  const all = findings.flatMap((finding) => {
    const mistake = mistakeOf(finding, trace);
    if (!mistake || !finding.site) return [];
    return [...callFixes(text, offsetAt(text, finding.site.line, finding.site.column), mistake), ...declarationFixes(text, mistake)];
  });
  return [...new Map(all.map((fix) => [fix.span.from, fix])).values()];
}

function applied(text: string, fixes: readonly Fix[]): string {
  return [...fixes].sort((a, b) => b.span.from - a.span.from).reduce((now, { span, text: to }) => now.slice(0, span.from) + to + now.slice(span.to), text);
}
