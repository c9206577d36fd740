import type { Command } from 'commander';
import { withTrace } from '../io/openFile';
import { Output } from '../io/output';
import { findingLines } from '../text/findings';

const HELP = `
Examples:
  $ ffiscope check app.ffitrace
  $ ffiscope check app.ffitrace --json | jq -r .message

Exit status: 1 when there is a finding of severity error, 0 otherwise, 2 when the file can't be read.`;

export function addCheckCommand(program: Command): void {
  program.command('check')
    .description('look for FFI mistakes and for gaps of the recording')
    .argument('<file>', 'the .ffitrace file')
    .option('--json', 'one JSON object a line')
    .addHelpText('after', HELP)
    .action((file: string, flags: { json?: boolean }) => withTrace(file, async trace => {
      const findings = await trace.findings();
      const output = new Output();
      const lines = flags.json ? findings.map(finding => JSON.stringify(finding)) : findingLines(findings);
      for (const line of lines) await output.line(line);
      await output.flush();
      if (findings.some(finding => finding.severity === 'error')) process.exitCode = 1;
    }));
}
