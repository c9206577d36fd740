import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TraceBuilder, type FunctionSpec } from '../../../../trace/testing/builder';

/** Writes a trace into a folder of its own; its path. */
export function written(bytes: Uint8Array, name = 'app.ffitrace'): string {
  const path = join(mkdtempSync(join(tmpdir(), 'ffiscope-replay-')), name);
  writeFileSync(path, bytes);
  return path;
}

const fill: FunctionSpec = { name: 'fill', library: 'libwire.so', params: [['dst', 'uint16 *', 'out'], ['n', 'size_t', 'value']] };
const store: FunctionSpec = { name: 'store', library: 'libwire.so', params: [['where', 'uint32 *', 'in']] };

/** Two calls: one fills four numbers, one by one and the first of them twice; the other crashes. */
export function smallTrace(): Uint8Array {
  const trace = new TraceBuilder({ program: 'node', args: ['app.js'], cwd: '/home/dev/app' });
  const { regions: [dst = 0] } = trace.begin({
    fn: fill, line: 5, args: ['[Uint16Array 4]', '4'],
    regions: [{ label: 'arg 0 dst', kind: 'array', size: 8, arg: 0, flags: 2, memory: 1, type: { name: 'uint16', size: 2, fields: [] }, bytes: Uint8Array.of(9, 0, 8, 0, 7, 0, 6, 0) }],
  });
  trace.access({ region: dst, offset: 0, size: 2, line: 20, fn: 'fill', file: 'fill.c' });
  for (let at = 0; at < 8; at += 2) trace.access({ region: dst, offset: at, size: 2, write: true, line: 21, fn: 'fill', file: 'fill.c' });
  trace.access({ region: dst, offset: 0, size: 2, write: true, line: 30, fn: 'finish', file: 'fill.c' });
  trace.end('undefined', new Map([[dst, Uint8Array.of(1, 1, 1, 0, 2, 0, 3, 0)]]));
  const { call } = trace.begin({ fn: store, line: 9, args: ['null'], regions: [] });
  trace.event({ ev: 'crash', call, thread: 1, signal: 'SIGSEGV', code: 1, address: '0x0', insn: null, registers: { rip: '0x401000', rdi: '0x0' }, frames: [], text: 'store at address 0x0' });
  return trace.finish({ exit: { code: null, signal: 'SIGSEGV', native: null, override: null, overrideSite: null } });
}
