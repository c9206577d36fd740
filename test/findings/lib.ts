/** Records programs of this suite in one process or several, and tells which finding belongs to which program. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ruleNames, type RuleName } from '../../trace/checks/catalogue';
import type { Finding, Trace } from '../../trace/model/types';
import { bytesSource, openTrace } from '../../trace/open';
import { ffiscope, inRoot } from '../lib/run';

export interface Program {
  readonly rule: RuleName; readonly title: string;
  /** Rules that have to find something in it; none for a near miss. */
  readonly finds: readonly string[];
  /** Runs in a process of its own: it ends that, or what is found in it names no call. */
  readonly alone: boolean;
}

interface Module { readonly mistakes: object; readonly correct: object; readonly also?: Readonly<Record<string, readonly string[]>>; readonly alone?: readonly string[] }

const driver = inRoot('test/findings/driver.cjs');
/** Gives anything that is asked of it: only the titles of the programs are wanted. */
const anything: unknown = new Proxy(() => anything, { get: (_, name) => (name === Symbol.toPrimitive ? () => '' : anything), apply: () => anything });

export const programs: readonly Program[] = ruleNames.flatMap((rule) => {
  const load = createRequire(import.meta.url)(`./programs/${rule}.cjs`) as (tools: unknown) => Module;
  const { mistakes, correct, also = {}, alone = [] } = load({ koffi: anything, library: anything, ffiscope: anything });
  const program = (title: string, own: readonly string[]): Program => ({ rule, title, finds: [...own, ...(also[title] ?? [])], alone: alone.includes(title) });
  return [...Object.keys(mistakes).map((title) => program(title, [rule])), ...Object.keys(correct).map((title) => program(title, []))];
});

export interface Recorded { readonly trace: Trace; readonly findings: readonly Finding[] }

/** Everything is on, so that a rule that is off by default can't hide what it finds. */
const everything = { rules: { 'retcode-ignored': 'warning' }, functions: {} } as const;

export async function recorded(args: readonly string[], options: readonly string[] = []): Promise<Recorded> {
  const folder = mkdtempSync(join(tmpdir(), 'ffiscope-findings-'));
  try {
    const file = join(folder, 'test.ffitrace');
    const { hung, stderr } = await ffiscope(['record', '-o', file, ...options, '--', process.execPath, ...args]);
    if (hung) throw new Error(`${args.join(' ')} did not end: ${stderr}`);
    const trace = await openTrace(bytesSource(readFileSync(file)));
    return { trace, findings: await trace.findings(everything) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Findings by program. What belongs to none of them comes under "none". */
export async function findingsByProgram(options: readonly string[] = []): Promise<ReadonlyMap<string, readonly Finding[]>> {
  const found = new Map<string, Finding[]>();
  const add = (key: string, finding: Finding) => found.set(key, [...(found.get(key) ?? []), finding]);
  const { trace, findings } = await recorded([driver, ruleNames.join()], options);
  for (const finding of findings) {
    const start = finding.call === null ? -1 : trace.callById.get(finding.call)?.start ?? -1;
    add(trace.marks.findLast(({ time }) => time <= start)?.text ?? 'none', finding);
  }
  const waiting = programs.filter(({ alone }) => alone);
  const work = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { findings: own } = await recorded([driver, next.rule, next.title], options);
      for (const finding of own) add(keyOf(next), finding);
    }
  };
  await Promise.all([work(), work()]);
  return found;
}

export function keyOf({ rule, title }: Program): string {
  return `${rule}: ${title}`;
}
