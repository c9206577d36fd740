import { list, object, str, type Line } from '../format/lines';
import type { Names } from './names';

/** What stands where a value was. */
const GONE = '(left out)';

type Change = (line: Line, names: Names) => Line | null;

const place: Change = (line, names) => ({ ...line, file: typeof line['file'] === 'string' ? names.path(line['file']) : null });
const named = (line: Line, names: Names): Line => ({ ...line, name: typeof line['name'] === 'string' ? names.name(line['name']) : null });
const typed = (line: Line, names: Names): Line => ({ ...named(line, names), type: names.name(str(line, 'type')) });
const symbol = (line: Line, names: Names): Line => ({ ...place(line, names), symbol: typeof line['symbol'] === 'string' ? names.name(line['symbol']) : null });

/** By `def`; of a kind that is not known here nobody can say what it gives away. */
const DEFS: Readonly<Record<string, Change>> = {
  label: (line, names) => ({ ...line, text: names.name(str(line, 'text')) }),
  type: (line, names) => ({ ...named(line, names), fields: list(line, 'fields').map(field => typed(field, names)) }),
  function: (line, names) => ({ ...named(line, names), library: names.path(str(line, 'library')), result: names.name(str(line, 'result')), params: list(line, 'params').map(param => typed(param, names)) }),
  site: (line, names) => ({ ...place(line, names), stack: list(line, 'stack').map(frame => place(named(frame, names), names)) }),
  module: (line, names) => ({ ...line, path: names.path(str(line, 'path')) }),
  insn: (line, names) => ({ ...symbol(line, names), inlined: list(line, 'inlined').map(one => symbol(one, names)) }),
  thread: (line, names) => named(line, names),
  process: (line, names) => ({ ...line, program: names.path(str(line, 'program')) }),
};

const same: Change = line => line;

/** By `ev`. Contents are gone, so what refers to them goes too. */
const EVENTS: Readonly<Record<string, Change>> = {
  begin: line => ({ ...line, args: Array.isArray(line['args']) ? line['args'].map(() => GONE) : [] }),
  end: same, callback: same, callbackEnd: same, syscall: same, region: same, regionEnd: same, retcode: same, note: same,
  result: line => ({ ...line, text: GONE }),
  mark: line => ({ ...line, text: GONE }),
  crash: line => crash(line),
  snapshot: () => null,
};

/** Registers hold values; where it happened stays. */
function crash(line: Line): Line {
  const { rip, rsp } = object(line, 'registers');
  return { ...line, registers: { ...(rip === undefined ? {} : { rip }), ...(rsp === undefined ? {} : { rsp }) } };
}

export function anonymousDef(line: Line, names: Names): Line | null {
  return known(DEFS, str(line, 'def'))?.(line, names) ?? null;
}

export function anonymousEvent(line: Line, names: Names): Line | null {
  return known(EVENTS, str(line, 'ev'))?.(line, names) ?? null;
}

export function anonymousInfo(line: Line, names: Names): Line {
  const { os, node } = object(line, 'host');
  const args = Array.isArray(line['args']) ? line['args'].map(() => GONE) : [];
  return { ...line, program: names.path(str(line, 'program')), args, cwd: names.path(`${str(line, 'cwd')}/`), host: { os: os ?? '', kernel: '', cpu: '', node: node ?? null } };
}

export function anonymousEnd(line: Line): Line {
  return line['crash'] ? { ...line, crash: crash(object(line, 'crash')) } : line;
}

const known = (changes: Readonly<Record<string, Change>>, kind: string): Change | undefined => (Object.hasOwn(changes, kind) ? changes[kind] : undefined);
