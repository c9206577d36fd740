import { Command } from 'commander';
import { addAccessesCommand } from './commands/accesses';
import { addAnonymiseCommand } from './commands/anonymise';
import { addCallsCommand } from './commands/calls';
import { addCheckCommand } from './commands/check';
import { addDoctorCommand } from './commands/doctor';
import { addInfoCommand } from './commands/info';
import { addQueryCommand } from './commands/query';
import { addReportCommand } from './commands/report';
import { Failure } from './io/failure';
import { endWithReader } from './io/output';
import { addRecordCommand } from './record/command';

const HELP = `
A first recording:
  $ ffiscope record -- node app.js      writes app-TIME.ffitrace
  $ ffiscope calls app-TIME.ffitrace    which calls, how much they read and wrote
  $ ffiscope accesses app-TIME.ffitrace --call 2
  $ ffiscope report app-TIME.ffitrace   the views as one HTML file

Something does not work?
  $ ffiscope doctor

Each command explains itself: ffiscope help accesses`;

/** Status of a wrong command line. */
const USAGE = 2;

async function main(dist: string): Promise<void> {
  endWithReader();
  const program = new Command('ffiscope')
    .description('See which bytes of your buffers a native call read and wrote.')
    .addHelpText('after', HELP)
    .showHelpAfterError('(--help explains the command)')
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'ffiscope: ')) })
    .exitOverride();
  addRecordCommand(program, dist);
  for (const add of [addCallsCommand, addAccessesCommand, addCheckCommand, addInfoCommand, addQueryCommand]) add(program);
  addReportCommand(program, dist);
  addAnonymiseCommand(program);
  addDoctorCommand(program, dist);
  for (const command of program.commands) command.copyInheritedSettings(program);
  await program.parseAsync();
}

function fail(error: unknown): void {
  if (error instanceof Failure) {
    process.stderr.write(`ffiscope: ${error.message}\n`);
    process.exitCode = error.status;
    return;
  }
  // Commander has written its own line already; asking for help is no error.
  const { code, exitCode } = error as { code?: string; exitCode?: number };
  if (code?.startsWith('commander.')) {
    process.exitCode = exitCode === 0 ? 0 : USAGE;
    return;
  }
  process.stderr.write(`ffiscope: unexpected: ${error instanceof Error ? error.message : String(error)}; please report it\n`);
  process.exitCode = 70;
}

main(__dirname).catch(fail);
