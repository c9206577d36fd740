import type { Command } from 'commander';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { anonymise } from '../../trace/anonymise/anonymise';
import { bytes } from '../../trace/text/numbers';
import { Failure, reason } from '../io/failure';
import { withSource } from '../io/openFile';

const HELP = `
Examples:
  $ ffiscope anonymise app.ffitrace
  $ ffiscope anonymise app.ffitrace --names -o to-share.ffitrace

Gone: values of arguments and results, contents of buffers, texts of marks, arguments of the program, folders, the description of the computer.
With --names also the names of functions, types, parameters, fields, labels and files. The rest stays: which bytes were touched, when, from which line.
Look through the result before you share it: ffiscope calls, ffiscope info.`;

export function addAnonymiseCommand(program: Command): void {
  program.command('anonymise').alias('anonymize')
    .description('write a copy of a recording without what is private in it')
    .argument('<file>', 'the .ffitrace file')
    .option('-o, --output <file>', 'file to write (default: the name of the trace with -anonymous)')
    .option('--names', 'give other names to functions, types, parameters, fields, labels and files')
    .addHelpText('after', HELP)
    .action(async (file: string, flags: { output?: string; names?: boolean }) => {
      const target = flags.output ?? `${basename(file).replace(/\.ffitrace$/, '')}-anonymous.ffitrace`;
      const size = await withSource(file, source => write(target, anonymise(source, { names: flags.names === true })));
      process.stderr.write(`ffiscope: ${target} (${bytes(size)}); look through it before you share it: ffiscope calls ${target}\n`);
    });
}

/** Never over a file that is there, never through a link, and for this user only. Bytes written. */
async function write(target: string, pieces: AsyncIterable<Uint8Array>): Promise<number> {
  const file = await create(target);
  let size = 0;
  try {
    for await (const piece of pieces) {
      await file.writeFile(piece);
      size += piece.length;
    }
  } catch (error) {
    await rm(target, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  return size;
}

async function create(target: string): Promise<FileHandle> {
  try {
    return await open(target, 'wx', 0o600);
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === 'EEXIST';
    throw new Failure(`${target}: ${exists ? 'it exists; choose another name with -o' : `can't be written: ${reason(error)}`}`);
  }
}
