/** Everything that a reader of a trace does, over one file. What is wrong comes as an exception; a TraceError is an answer. */
import { AccessLines } from '../../cli/json/access';
import { callObject } from '../../cli/json/call';
import { infoObject } from '../../cli/json/info';
import { accessRow } from '../../cli/text/accesses';
import { callLines } from '../../cli/text/calls';
import { findingLines } from '../../cli/text/findings';
import { infoLines } from '../../cli/text/info';
import { compileFilter } from '../../trace/filter/filter';
import { accessAt } from '../../trace/model/access';
import type { Trace } from '../../trace/model/types';
import { bytesSource, openCalls, openTrace, TraceError } from '../../trace/open';

const FILTERS = ['kind:write size>=4', 'in:a* -certain:no', 'fn:f* call:1..3', 'field:a'];
/** Rows that are also put into words; all are decoded. */
const WORDED = 60;
/** Control characters, which no line for people may have. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

/** Resolves to what became of it; rejects for a mistake of the reader. */
export async function readAll(bytes: Uint8Array): Promise<'read' | 'refused'> {
  let trace: Trace;
  try {
    trace = await openTrace(bytesSource(bytes));
  } catch (error) {
    return refusal(error);
  }
  describeAll(trace);
  const parts = [() => streamed(bytes), () => accesses(trace), () => snapshots(trace), () => findings(trace)];
  const outcomes = [];
  for (const part of parts) outcomes.push(await part().then(() => 'read' as const, refusal));
  return outcomes.includes('refused') ? 'refused' : 'read';
}

function refusal(error: unknown): 'refused' {
  if (!(error instanceof TraceError)) throw error;
  expectPrintable(error.message);
  return 'refused';
}

function describeAll(trace: Trace): void {
  infoLines(trace.info).forEach(expectPrintable);
  JSON.parse(JSON.stringify(infoObject('x', trace.info)));
  for (const call of trace.calls) JSON.parse(JSON.stringify(callObject(call)));
}

/** Calls one after the other, few of them in memory. */
async function streamed(bytes: Uint8Array): Promise<void> {
  for await (const line of callLines(await openCalls(bytesSource(bytes), 2))) expectPrintable(line);
}

async function accesses(trace: Trace): Promise<void> {
  const lines = new AccessLines();
  const filters = FILTERS.map(text => compileFilter(text, trace).filter);
  let worded = 0;
  for await (const block of trace.blocks()) {
    for (let row = 0; row < block.length; row++) {
      for (const filter of filters) filter?.matches(block, row);
      if (worded++ > WORDED) continue;
      const access = accessAt(trace, block, row);
      JSON.parse(lines.line(access));
      expectPrintable(accessRow(trace, access));
    }
  }
}

async function snapshots(trace: Trace): Promise<void> {
  for (const id of [...trace.regionById.keys()].slice(0, WORDED)) for (const when of ['before', 'after'] as const) await trace.snapshot(id, when);
}

async function findings(trace: Trace): Promise<void> {
  const found = await trace.findings();
  findingLines(found, 0).forEach(expectPrintable);
  JSON.parse(JSON.stringify(found));
}

function expectPrintable(line: string): void {
  if (CONTROL.test(line)) throw new Error(`a line for people has a control character: ${JSON.stringify(line.slice(0, 200))}`);
}
