import { type Command, InvalidArgumentError } from 'commander';
import { compileFilter, examples } from '../../trace/filter/filter';
import { accessAt } from '../../trace/model/access';
import type { AccessBlock, Trace } from '../../trace/model/types';
import { count, thousands } from '../../trace/text/numbers';
import { Failure } from '../io/failure';
import { withTrace } from '../io/openFile';
import { Output } from '../io/output';
import { Progress } from '../io/progress';
import { AccessLines } from '../json/access';
import { accessHeader, accessRow } from '../text/accesses';
import { style } from '../text/style';

const HELP = `
Examples:
  $ ffiscope accesses app.ffitrace --call 2
  $ ffiscope accesses app.ffitrace --filter 'kind:write in:dst size>=8' --json
  $ ffiscope accesses app.ffitrace --filter 'line:codec.c:120 -certain:no'

Terms of a filter: ${examples()}
All terms have to hold; a "-" in front of a term negates it; "*" in a name stands for anything.`;

interface Flags { call?: number; filter?: string; json?: boolean }

export function addAccessesCommand(program: Command): void {
  program.command('accesses')
    .description('list the memory accesses of a recording')
    .argument('<file>', 'the .ffitrace file')
    .option('--call <id>', 'only those of this call', callArgument)
    .option('--filter <expr>', 'only those that match all terms')
    .option('--json', 'one JSON object a line')
    .addHelpText('after', HELP)
    .action((file: string, flags: Flags) => withTrace(file, trace => print(file, trace, flags)));
}

function callArgument(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('give the number of a call, from 1.');
  return Number(text);
}

async function print(file: string, trace: Trace, flags: Flags): Promise<void> {
  const output = new Output();
  const lines = new AccessLines();
  if (!flags.json) await output.line(accessHeader());
  let shown = 0;
  for await (const { block, rows } of select(file, trace, flags)) {
    shown += rows.length;
    for (const row of rows) {
      const access = accessAt(trace, block, row);
      const waiting = output.line(flags.json ? lines.line(access) : accessRow(trace, access));
      if (waiting) await waiting;
    }
  }
  if (!flags.json) await output.line(style.dim(`${count(shown, 'access', 'accesses')}${shown === trace.accessCount ? '' : ` of ${thousands(trace.accessCount)}`}`));
  await output.flush();
}

/** The rows that are asked for, block by block. */
async function* select(file: string, trace: Trace, flags: Flags): AsyncGenerator<{ block: AccessBlock; rows: number[] }> {
  const [from, to] = rangeOf(file, trace, flags.call);
  const { filter, error } = compileFilter(flags.filter ?? '', trace);
  if (error !== null) throw new Failure(`${file}: --filter: ${error}`);
  const progress = new Progress(to - from);
  try {
    for await (const block of trace.blocks(from, to)) {
      const rows: number[] = [];
      const last = Math.min(block.length, to - block.firstOrdinal);
      for (let row = Math.max(0, from - block.firstOrdinal); row < last; row++) {
        const wanted = flags.call === undefined || block.call[row] === flags.call;
        if (wanted && (filter === null || filter.matches(block, row))) rows.push(row);
      }
      yield { block, rows };
      progress.update(block.firstOrdinal + last - from);
    }
  } finally {
    progress.end();
  }
}

/** The ordinals to look at. */
function rangeOf(file: string, trace: Trace, id: number | undefined): [from: number, to: number] {
  if (id === undefined) return [0, trace.accessCount];
  const call = trace.callById.get(id);
  if (call) return [call.firstOrdinal, call.lastOrdinal];
  const known = trace.calls.length === 0 ? 'it has no calls' : `its calls are ${trace.calls[0]?.id} to ${trace.calls.at(-1)?.id}`;
  throw new Failure(`${file}: there is no call ${id}; ${known}`);
}
