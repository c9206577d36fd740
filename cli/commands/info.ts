import type { Command } from 'commander';
import { withCalls } from '../io/openFile';
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
    .action((file: string, flags: { json?: boolean }) => withCalls(file, async ({ info }) => {
      const output = new Output();
      const lines = flags.json ? [JSON.stringify(infoObject(file, info))] : infoLines(info);
      for (const line of lines) await output.line(line);
      await output.flush();
    }));
}
