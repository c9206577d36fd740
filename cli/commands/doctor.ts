import type { Command } from 'commander';
import { checkFolder } from '../doctor/folder';
import { checkKoffi } from '../doctor/koffi';
import { checkRecorder } from '../doctor/recorder';
import type { Check, State } from '../doctor/result';
import { checkKernel, checkNode, checkPlatform, checkYama } from '../doctor/system';
import { Output } from '../io/output';
import { style, type Style } from '../text/style';
import { printable } from '../text/table';

const HELP = `
Run it in the folder of the program that is to be recorded. Exit status 1 when nothing can be recorded here.

Examples:
  $ ffiscope doctor
  $ ffiscope doctor --json`;

const MARKS: Readonly<Record<State, readonly [string, Style]>> = { ok: ['ok', style.good], warning: ['warning', style.warning], error: ['error', style.error] };

/** Adds `doctor` to the command line. `dist` is the folder of the running bundle. */
export function addDoctorCommand(program: Command, dist: string): void {
  program.command('doctor')
    .description('check whether programs can be recorded here, and say what to do where not')
    .option('--json', 'one JSON object a line, a line per check')
    .addHelpText('after', HELP)
    .action(async (flags: { json?: boolean }) => {
      const platform = checkPlatform();
      const linux = platform.state === 'ok' ? [checkKernel(), checkYama(), ...checkRecorder(dist)] : [];
      const checks = [platform, ...linux, checkNode(), checkKoffi(), checkFolder()];
      const output = new Output();
      for (const line of flags.json ? checks.map(check => JSON.stringify(check)) : text(checks)) await output.line(line);
      await output.flush();
      process.exitCode = checks.some(check => check.state === 'error') ? 1 : 0;
    });
}

function text(checks: readonly Check[]): string[] {
  const lines = checks.flatMap(({ name, state, found, wayOut }) => {
    const [mark, paint] = MARKS[state];
    const line = `${paint(mark.padEnd(8))} ${name.padEnd(10)} ${printable(found)}`;
    return wayOut ? [line, `${' '.repeat(20)}${style.dim('->')} ${printable(wayOut)}`] : [line];
  });
  return [...lines, '', conclusion(checks)];
}

function conclusion(checks: readonly Check[]): string {
  if (checks.some(check => check.state === 'error')) return 'Nothing can be recorded here until the errors above are put right. Traces can be shown.';
  if (checks.some(check => check.state === 'warning')) return 'Programs can be recorded here, with the limits above.';
  return 'Programs can be recorded here. Try: ffiscope record -- node app.js';
}
