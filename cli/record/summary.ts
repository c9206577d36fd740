import { statSync } from 'node:fs';
import { callsAndAccesses } from './counts';
import { formatSize } from './size';
import type { End } from './status';

/** The lines that end a recording on a terminal. */
export function summary(end: End): string[] {
  const ended = end.signal === null ? [] : [`the program was ended by ${end.signal}`];
  const place = `${end.file} (${sizeOf(end.file)})`;
  const counts = end.complete === false ? `of ${callsAndAccesses(end)}, ${place} has those up to the moment when it could not be written any more` : `${callsAndAccesses(end)} in ${place}`;
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
