import * as vscode from 'vscode';
import { debugTypes } from '../ids';
import { TraceDebugAdapter } from './adapter/adapter';
import { registerDebugCommands } from './commands';
import { ReplayConfigurations } from './configurations';
import { RecordedConfigurations } from './recorded/configurations';
import { LiveRecordings } from './recorded/live';
import { registerTerminalProfile } from './recorded/terminal';
import { registerNativeDebugging } from './native/command';
import { debugHost, type DebugParts } from './host';

/** Everything about debugging with a recording. */
export function registerDebugging(parts: DebugParts): vscode.Disposable {
  return vscode.Disposable.from(
    parts.followers,
    vscode.debug.registerDebugAdapterDescriptorFactory(debugTypes.replay, {
      createDebugAdapterDescriptor: session => new vscode.DebugAdapterInlineImplementation(new TraceDebugAdapter(debugHost(parts, session)) as vscode.DebugAdapter),
    }),
    ReplayConfigurations.register(),
    RecordedConfigurations.register(parts.dist, parts.log),
    registerTerminalProfile(),
    new LiveRecordings(parts.traces, parts.log),
    registerDebugCommands(parts),
    registerNativeDebugging(parts.traces),
  );
}
