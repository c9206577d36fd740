import { existsSync } from 'node:fs';
import { basename, extname, join } from 'node:path';

const RUNNERS = new Set(['node', 'nodejs', 'npx', 'npm', 'tsx', 'ts-node', 'env']);

/** Default trace for a command: NAME-TIME.ffitrace in `folder`, with a number where that exists already. */
export function traceFile(command: readonly string[], folder: string, now = new Date()): string {
  const stem = `${programName(command)}-${timeStamp(now)}`;
  for (let n = 1; ; n++) {
    const file = join(folder, n === 1 ? `${stem}.ffitrace` : `${stem}-${n}.ffitrace`);
    if (!existsSync(file)) return file;
  }
}

/** What people call the program: the script where an interpreter runs one, else the executable. */
export function programName(command: readonly string[]): string {
  const executable = basename(command[0] ?? 'program');
  const script = RUNNERS.has(executable) ? command.slice(1).find(word => !word.startsWith('-')) : undefined;
  const name = basename(script ?? executable);
  return name.slice(0, name.length - extname(name).length) || 'program';
}

/** Local time as YYYYMMDD-HHMMSS. */
function timeStamp(time: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const date = `${time.getFullYear()}${two(time.getMonth() + 1)}${two(time.getDate())}`;
  return `${date}-${two(time.getHours())}${two(time.getMinutes())}${two(time.getSeconds())}`;
}
