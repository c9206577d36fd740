import type { Command } from 'commander';
import { writeFileSync } from 'node:fs';
import { unsilenced } from '../../trace/checks/config/silence';
import { annotationLines } from '../../trace/checks/output/annotations';
import { sarifLog } from '../../trace/checks/output/sarif';
import type { Finding, Trace } from '../../trace/model/types';
import { readCheckConfig } from '../io/checkConfig';
import { Failure, reason } from '../io/failure';
import { withTrace } from '../io/openFile';
import { Output } from '../io/output';
import { sourceLines } from '../io/sourceLines';
import { findingLines } from '../text/findings';

const HELP = `
Examples:
  $ ffiscope check app.ffitrace
  $ ffiscope check app.ffitrace --json | jq -r .message
  $ ffiscope check app.ffitrace --sarif findings.sarif --annotations

Which rules count, and how much, stands in the nearest ffiscope.json from here upwards:
  {"rules": {"overlap": "off", "retcode-ignored": "warning"}, "functions": {"sqlite3_*": {"never-written": "info"}}}
A comment silences a line, in JavaScript or in native code:
  // ffiscope-ignore-next-line never-written -- the rest is not used

Exit status: 1 when there is a finding of severity error, 0 otherwise, 2 when a file can't be read or written.`;

interface Flags { json?: boolean; sarif?: string | true; annotations?: boolean; config?: string }

export function addCheckCommand(program: Command): void {
  program.command('check')
    .description('look for FFI mistakes and for gaps of the recording')
    .argument('<file>', 'the .ffitrace file')
    .option('--json', 'one JSON object a line')
    .option('--sarif [output]', 'a SARIF 2.1.0 log for code scanning, into a file or instead of the table')
    .option('--annotations', 'workflow commands that GitHub shows beside the lines, instead of the table')
    .option('--config <file>', 'settings of the rules (default: the nearest ffiscope.json)')
    .addHelpText('after', HELP)
    .action((file: string, flags: Flags) => {
      if ([flags.json, flags.annotations, flags.sarif === true].filter(Boolean).length > 1) throw new Failure('--json, --annotations and --sarif without a file all print to stdout; choose one, or give --sarif a file');
      const config = readCheckConfig(flags.config, process.cwd());
      return withTrace(file, async (trace) => {
        const all = await trace.findings(config);
        const findings = await unsilenced(all, sourceLines(trace.info.cwd));
        if (typeof flags.sarif === 'string') write(flags.sarif, `${sarif(findings, trace)}\n`);
        await print(linesOf(findings, all.length - findings.length, trace, flags));
        if (findings.some(finding => finding.severity === 'error')) process.exitCode = 1;
      });
    });
}

function linesOf(findings: readonly Finding[], silenced: number, trace: Trace, flags: Flags): readonly string[] {
  if (flags.json) return findings.map(finding => JSON.stringify(finding));
  if (flags.annotations) return annotationLines(findings, trace.info, process.cwd());
  if (flags.sarif === true) return [sarif(findings, trace)];
  return findingLines(findings, silenced);
}

function sarif(findings: readonly Finding[], trace: Trace): string {
  return JSON.stringify(sarifLog(findings, trace.info, process.cwd()), null, 2);
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new Failure(`${file}: can't be written: ${reason(error)}`);
  }
}

async function print(lines: readonly string[]): Promise<void> {
  const output = new Output();
  for (const line of lines) await output.line(line);
  await output.flush();
}
