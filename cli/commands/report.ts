import type { Command } from 'commander';
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { bytes, count } from '../../trace/text/numbers';
import { withCalls } from '../io/openFile';
import { writeReport } from '../report/write';

const HELP = `
Examples:
  $ ffiscope report app.ffitrace
  $ ffiscope report app.ffitrace -o /tmp/run.html

  $ ffiscope report app.ffitrace --beside

The file shows the same views as the editor, needs no network and holds the whole recording. With --beside, and always above 380 MiB,
it asks for the recording instead: drop it on the page or choose it there.`;

export function addReportCommand(program: Command, dist: string): void {
  program.command('report')
    .description('write one self-contained HTML file with the views')
    .argument('<file>', 'the .ffitrace file')
    .option('-o, --output <html>', 'file to write (default: the name of the trace with .html)')
    .option('--beside', 'do not put the recording into the page, which asks for it instead')
    .addHelpText('after', HELP)
    .action((file: string, flags: { output?: string; beside?: boolean }) => withCalls(file, async ({ callCount, accessCount }) => {
      const target = flags.output ?? `${basename(file).replace(/\.ffitrace$/, '')}.html`;
      const beside = await writeReport(dist, file, target, flags.beside === true);
      process.stderr.write(`ffiscope: ${target} (${bytes(statSync(target).size)}): ${count(callCount, 'call')}, ${count(accessCount, 'access', 'accesses')}; open it in a browser${beside ? ` and drop ${basename(file)} on it` : ''}\n`);
    }));
}
