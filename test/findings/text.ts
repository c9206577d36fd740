/** Findings as text that is the same in every run: source lines in place of line numbers, no addresses, no times. */
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Finding } from '../../trace/model/types';
import { keyOf, type Program } from './lib';

export function goldenText(programs: readonly Program[], found: ReadonlyMap<string, readonly Finding[]>): string {
  return programs.filter(({ finds }) => finds.length > 0).map((program) => `${program.title}\n${(found.get(keyOf(program)) ?? []).map(findingText).sort().join('')}`).join('\n');
}

/** One finding. */
export function findingText(finding: Finding): string {
  const lines = [`${finding.severity} ${finding.rule}: ${steady(finding.message)}`];
  if (finding.site) lines.push(`  js      ${source(finding.site.file, finding.site.line)}`);
  if (finding.file !== null && finding.line !== null) lines.push(`  native  ${source(finding.file, finding.line)}`);
  for (const { kind, message, file, line } of finding.related.filter(({ kind, message }) => kind === 'call' || (kind === 'native' && !message.startsWith('registers')))) {
    lines.push(`  ${kind.padEnd(6)}  ${steady(message)}${file !== null && line !== null ? `: ${source(file, line)}` : ''}`);
  }
  return lines.map((line) => `  ${line}\n`).join('');
}

function steady(message: string): string {
  return message
    .replace(/0x[0-9a-f]{5,}/g, '0x...')
    .replace(/[\d.,]+ (?:ns|µs|ms|s) before/g, 'some time before')
    .replace(/\bcall \d+/g, 'call N')
    .replace(/([\w.-]+\.(?:cjs|c|S)):\d+/g, '$1')
    .replace(/\(0x[0-9a-f]+ into /g, '(0x... into ');
}

function source(file: string, line: number): string {
  const known = existsSync(file) ? readFileSync(file, 'utf8').split('\n')[line - 1]?.trim() : null;
  return known ?? basename(file);
}
