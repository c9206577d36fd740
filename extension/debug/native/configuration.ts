import type { TraceInfo } from '../../../trace/model/types';
import type { NativeHit } from './hit';

/** Native debuggers that configurations can be written for, by their type in launch.json. */
export const NATIVE_DEBUGGERS = { cppdbg: 'C/C++ (gdb)', gdb: 'Native Debug (gdb)', lldb: 'CodeLLDB' } as const;
export type NativeDebugger = keyof typeof NATIVE_DEBUGGERS;

/** A launch configuration that runs the recorded program once more and stops when it comes to this call. */
export function nativeConfiguration(type: NativeDebugger, info: TraceInfo, hit: NativeHit): Record<string, unknown> {
  const [node = 'node', ...args] = [info.program, ...info.args];
  const name = `${hit.function}, call ${hit.ignore + 1} (${NATIVE_DEBUGGERS[type]})`;
  const common = { type, request: 'launch', name, cwd: info.cwd };
  switch (type) {
    case 'cppdbg': return { ...common, program: node, args, MIMode: 'gdb', stopAtEntry: false, setupCommands: gdbCommands(hit).map(text => ({ text, ignoreFailures: false })) };
    case 'gdb': return { ...common, target: node, arguments: args.map(quoted).join(' '), autorun: gdbCommands(hit) };
    case 'lldb': return { ...common, program: node, args, preRunCommands: lldbCommands(hit) };
  }
}

/** gdb waits for the library, which is loaded when the program asks for it. */
export function gdbCommands({ function: name, ignore }: NativeHit): string[] {
  return ['set breakpoint pending on', `break ${name}`, ...(ignore > 0 ? [`ignore $bpnum ${ignore}`] : [])];
}

function lldbCommands({ function: name, library, ignore }: NativeHit): string[] {
  return [`breakpoint set --name ${name} --shlib ${baseName(library)}${ignore > 0 ? ` --ignore-count ${ignore}` : ''}`];
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);
