/** What a recorder tells its starter while it works: one JSON object a line. */
export type Status =
  | { readonly type: 'started'; readonly pid: number }
  | { readonly type: 'progress'; readonly calls: number; readonly accesses: number; readonly bytes: number; readonly elapsed: number }
  | { readonly type: 'warning'; readonly message: string }
  | { readonly type: 'error'; readonly message: string }
  | End;

export interface End {
  readonly type: 'end';
  readonly file: string;
  readonly calls: number;
  readonly accesses: number;
  readonly code: number | null;
  readonly signal: string | null;
}

/** Splits a byte stream into status objects. Lines that are none are skipped: a newer recorder may say more. */
export class StatusReader {
  private rest = '';

  /** Objects of all lines completed by `chunk`. */
  push(chunk: string): Status[] {
    const lines = (this.rest + chunk).split('\n');
    this.rest = lines.pop() ?? '';
    return lines.flatMap(line => parse(line) ?? []);
  }
}

const NUMBERS: Readonly<Record<string, readonly string[]>> = {
  started: ['pid'],
  progress: ['calls', 'accesses', 'bytes', 'elapsed'],
  end: ['calls', 'accesses'],
};
const TEXTS: Readonly<Record<string, readonly string[]>> = { warning: ['message'], error: ['message'], end: ['file'] };

function parse(line: string): Status | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  return isStatus(value) ? value : null;
}

function isStatus(value: unknown): value is Status {
  if (typeof value !== 'object' || value === null) return false;
  const fields = value as Record<string, unknown>;
  const type = fields['type'];
  if (typeof type !== 'string' || !(type in NUMBERS || type in TEXTS)) return false;
  const numbers = NUMBERS[type] ?? [];
  const texts = TEXTS[type] ?? [];
  return numbers.every(name => typeof fields[name] === 'number') && texts.every(name => typeof fields[name] === 'string');
}
