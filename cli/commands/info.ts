import type { Command } from 'commander';
import { withTrace } from '../io/openFile';
import { Output } from '../io/output';
import { infoObject } from '../json/info';
import { infoLines } from '../text/info';

const HELP = `
Examples:
  $ ffiscope info app.ffitrace
  $ ffiscope info app.ffitrace --json | jq .coverage`;

export function addInfoCommand(program: Command): void {
  program.command('info')
    .description('say what was recorded, where, how it ended and what is missing')
    .argument('<file>', 'the .ffitrace file')
    .option('--json', 'one JSON object')
    .addHelpText('after', HELP)
    .action((file: string, flags: { json?: boolean }) => withTrace(file, async trace => {
      const output = new Output();
      const lines = flags.json ? [JSON.stringify(infoObject(file, trace.info))] : infoLines(trace.info);
      for (const line of lines) await output.line(line);
      await output.flush();
    }));
}
