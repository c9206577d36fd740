import type { CheckConfig } from '../../trace/checks/config/schema';
import type { ByteSource, Finding, TraceInfo } from '../../trace/model/types';
import { openTrace } from '../../trace/open';
import { lineUses, type LineUse } from '../../trace/summary/lines';
import { summarise, type PlaceSummary } from '../../trace/summary/summary';
import { mistakeOf } from '../fixes/mistake';
import type { Mistake } from '../fixes/types';

/** A finding with its index in what `trace.findings()` gives without settings, which is how views name it, and what fixes need to know. */
export interface Examined { readonly finding: Finding; readonly index: number; readonly mistake: Mistake | null }

/** What the extension host wants to know of a recording that it does not show itself. */
export interface Examination {
  /** Equal for recordings of the same program with the same arguments. */
  readonly program: string;
  readonly findings: readonly Examined[];
  readonly places: readonly PlaceSummary[];
  readonly lines: readonly LineUse[];
}

/** Reads the whole recording. @param config null: findings are not wanted */
export async function examine(source: ByteSource, config: CheckConfig | null): Promise<Examination> {
  const trace = await openTrace(source);
  const shown = config ? await trace.findings() : [];
  const same = (one: Finding) => (other: Finding) => other.rule === one.rule && other.message === one.message && other.call === one.call;
  const findings = config ? await trace.findings(config) : [];
  return {
    program: programKey(trace.info),
    findings: findings.map(finding => ({ finding, index: shown.findIndex(same(finding)), mistake: mistakeOf(finding, trace) })),
    places: await summarise(trace),
    lines: await lineUses(trace),
  };
}

function programKey({ program, args, cwd }: TraceInfo): string {
  return JSON.stringify([cwd, program, ...args]);
}
