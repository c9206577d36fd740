import type { Command } from 'commander';
import { withCalls } from '../io/openFile';
import { Output } from '../io/output';
import { callObject } from '../json/call';
import { callLines } from '../text/calls';

const HELP = `
Examples:
  $ ffiscope calls app.ffitrace
  $ ffiscope calls app.ffitrace --json | jq 'select(.function == "deflate") | .writes'

R and W count accesses; "read" and "written" are distinct bytes. Calls made inside a callback stand below their parent.`;

export function addCallsCommand(program: Command): void {
  program.command('calls')
    .description('list the FFI calls of a recording')
    .argument('<file>', 'the .ffitrace file')
    .option('--json', 'one JSON object a line')
    .addHelpText('after', HELP)
    .action((file: string, flags: { json?: boolean }) => withCalls(file, async stream => {
      const output = new Output();
      if (flags.json) for await (const { call } of stream.calls()) await output.line(JSON.stringify(callObject(call)));
      else for await (const line of callLines(stream)) await output.line(line);
      await output.flush();
    }));
}
