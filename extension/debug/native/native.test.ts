import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { bytesSource, openTrace } from '../../../trace/open';
import { sampleTrace } from '../../../trace/testing/sample';
import { gdbCommands, nativeConfiguration } from './configuration';
import { nativeHit } from './hit';

const trace = await openTrace(bytesSource(sampleTrace()));
const third = trace.calls.filter(call => call.function === 'sqlite3_step')[2];

test('a call is the function with as many calls before it', () => {
  expect(third && nativeHit(trace, third)).toEqual({ function: 'sqlite3_step', library: 'libsqlite3.so.0', ignore: 2 });
});

test.each(['cppdbg', 'gdb', 'lldb'] as const)('the configuration of %s runs the program again and ignores the calls before', type => {
  const config = nativeConfiguration(type, trace.info, nativeHit(trace, third ?? fail()));
  expect(config).toMatchObject({ type, request: 'launch', name: expect.stringMatching(/^sqlite3_step, call 3 /) as string, cwd: '/home/dev/app' });
  expect(JSON.stringify(config)).toMatch(type === 'lldb' ? /--name sqlite3_step --shlib libsqlite3.so.0 --ignore-count 2/ : /break sqlite3_step.*ignore \$bpnum 2/);
});

const hasGdb = (() => { try { return execFileSync('gdb', ['--version']).length > 0; } catch { return false; } })();

test.skipIf(!hasGdb)('gdb takes the commands, and stops at the call that was meant', () => {
  const commands = [...gdbCommands({ library: 'libc.so.6', function: 'write', ignore: 1 }), 'run', 'bt 1'];
  const program = ['/bin/sh', '-c', 'echo first; echo second'];
  const output = execFileSync('gdb', ['-nx', '-batch', ...commands.flatMap(one => ['-ex', one]), '--args', ...program], { encoding: 'utf8', timeout: 20_000, stdio: ['ignore', 'pipe', 'ignore'] });
  expect(output).toMatch(/first[\s\S]*Breakpoint 1, [\s\S]*write/);
  expect(output).not.toContain('second\n');
});

function fail(): never { throw new Error('the sample has three steps'); }
