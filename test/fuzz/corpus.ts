/** Traces to change: one of each version of the format that was ever written, and one with everything the format has. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TraceBuilder } from '../../trace/testing/builder';
import { HOSTILE } from './json';

export function corpus(root: string): Uint8Array[] {
  const golden = join(root, 'trace/format/golden');
  const files = readdirSync(golden).filter(name => name.endsWith('.ffitrace')).map(name => new Uint8Array(readFileSync(join(golden, name))));
  return [...files, small(), hostileTrace()];
}

/** Calls in calls, fields, snapshots, a crash: a few kilobytes. */
function small(): Uint8Array {
  const builder = new TraceBuilder();
  for (let turn = 0; turn < 4; turn++) {
    const type = { name: 'T', size: 16, fields: [['a', 'u32', 4], ['b', 'u32', 4]] as const };
    const { regions: [region = 0] } = builder.begin({ fn: { name: `f${turn}`, library: 'l.so', params: [['x', 'T *', 'inout']] }, line: turn + 1, args: ['x'], regions: [{ label: 'arg 0 x', size: 16, type, arg: 0, bytes: new Uint8Array(16) }] });
    for (let at = 0; at < 12; at++) builder.access({ region, offset: at, size: 4, write: at % 2 === 1, line: 100 + at });
    if (turn < 3) builder.end('0', new Map([[region, new Uint8Array(16).fill(turn)]]));
    builder.writer.flush();
  }
  builder.event({ ev: 'note', text: 'a note', thread: 1, call: 4 });
  builder.event({ ev: 'crash', call: 4, thread: 1, signal: 'SIGSEGV', code: 1, address: '0x10', insn: 1, registers: { rip: '0x1000' }, frames: [1], text: 'crashed' });
  return builder.finish({ exit: { code: null, signal: 'SIGSEGV', native: null, override: null, overrideSite: null } });
}

/** Every name that a program can choose is one that does harm where it is taken for more than a name. */
export function hostileTrace(): Uint8Array {
  const builder = new TraceBuilder({ program: HOSTILE[0] ?? '', args: [...HOSTILE], cwd: '../../..', engine: HOSTILE[1] ?? '' });
  for (const name of HOSTILE) {
    const { regions: [region = 0] } = builder.begin({
      fn: { name, library: name, params: [[name, name, 'inout']] }, file: name, line: 1, args: [name],
      regions: [{ label: name, size: 8, type: { name, size: 8, fields: [[name, name, 8]] }, arg: 0, bytes: new Uint8Array(8) }],
    });
    builder.access({ region, offset: 0, size: 8, write: true, line: 1, fn: name, file: name });
    builder.event({ ev: 'mark', text: name, site: 0, thread: 1 });
    builder.event({ ev: 'note', text: name, thread: 1, call: null });
    builder.end(name);
  }
  return builder.finish({ coverage: { untraced: [{ what: HOSTILE[7] ?? '', count: 1 }], dropped: 0 } });
}
