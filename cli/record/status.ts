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
  /** False where writing the file failed on the way: it ends earlier than the program. */
  readonly complete?: boolean;
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

/** Fields that must be there, by type. */
const FIELDS: ReadonlyMap<unknown, Readonly<Record<string, 'number' | 'string'>>> = new Map<string, Record<string, 'number' | 'string'>>([
  ['started', { pid: 'number' }],
  ['progress', { calls: 'number', accesses: 'number', bytes: 'number', elapsed: 'number' }],
  ['warning', { message: 'string' }],
  ['error', { message: 'string' }],
  ['end', { file: 'string', calls: 'number', accesses: 'number' }],
]);

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
  const found = value as Record<string, unknown>;
  const fields = FIELDS.get(found['type']);
  return fields !== undefined && Object.entries(fields).every(([name, type]) => typeof found[name] === type);
}
