import { statSync } from 'node:fs';
import { callsAndAccesses } from './counts';
import { formatSize } from './size';
import type { End } from './status';

/** The lines that end a recording on a terminal. */
export function summary(end: End): string[] {
  const ended = end.signal === null ? [] : [`the program was ended by ${end.signal}`];
  const counts = `${callsAndAccesses(end)} in ${end.file} (${sizeOf(end.file)})`;
  const hint = end.calls === 0 ? ['no FFI call was seen: calls are recorded when the program makes them through koffi'] : [];
  return [...ended, counts, ...hint];
}

function sizeOf(file: string): string {
  try {
    return formatSize(statSync(file).size);
  } catch {
    return 'not there any more';
  }
}
