import { when } from './names';
import { text } from './text';

/** One command of the palette. */
export interface Command {
  /** English, without the category. */
  readonly title: string;
  /** A codicon's name. */
  readonly icon?: string;
  /** When it can be run; elsewhere it is shown greyed. */
  readonly enablement?: string;
  /** When the palette lists it; always, unless said otherwise. */
  readonly palette?: string;
}

/** Every command that people can run, by the name it has in the code: `recordAgain` is `ffiscope.recordAgain`. */
export const palette = {
  recordProgram: { title: 'Record Program...', icon: 'record', enablement: when.idle },
  recordActiveFile: { title: 'Record Active File', icon: 'record', enablement: when.idle, palette: when.script },
  recordAgain: { title: 'Record Again', icon: 'debug-restart', enablement: when.idle },
  stopRecording: { title: 'Stop Recording', icon: 'debug-stop', palette: when.recording },
  openTrace: { title: 'Open Trace...', icon: 'folder-opened' },
  showTimeline: { title: 'Show Timeline', icon: 'graph-line' },
  showLog: { title: 'Show Recorder Log' },
  saveReport: { title: 'Save Report as HTML...', icon: 'save-as', palette: when.hasTrace },
  compareTraces: { title: 'Compare Recordings...', icon: 'diff' },
  explainFinding: { title: 'Explain Finding...', icon: 'question' },
  clearDiagnostics: { title: 'Clear Findings from Problems' },
  toggleLineHeat: { title: 'Toggle Line Heat' },
  debugTrace: { title: 'Debug This Recording', icon: 'debug-alt', palette: when.hasTrace },
  debugWithRecording: { title: 'Debug With Recording', icon: 'debug-alt', palette: when.script },
  reverseStepIn: { title: 'Step Into, Backwards', icon: 'triangle-left', enablement: when.replayStopped, palette: when.replaying },
  reverseStepOut: { title: 'Step Out, Backwards', icon: 'fold-up', enablement: when.replayStopped, palette: when.replaying },
  runToAccess: { title: 'Run to This Access', icon: 'debug-line-by-line', palette: when.hasTrace },
  goToPlace: { title: 'Go to Call, Finding or Bookmark...', icon: 'go-to-file', enablement: when.replayStopped, palette: when.replaying },
  openInNativeDebugger: { title: 'Open in Native Debugger at This Call...', icon: 'debug-console', palette: when.hasTrace },
} as const satisfies Record<string, Command>;

export type CommandName = keyof typeof palette;

export const commandId = <Name extends string>(name: Name): `ffiscope.${Name}` => `ffiscope.${name}`;

/** `contributes.commands`. */
export function contributedCommands(): object[] {
  return Object.entries<Command>(palette).map(([name, { title, icon, enablement }]) => ({
    command: commandId(name),
    title: text(`command.${name}`, title),
    category: 'FFIScope',
    ...(icon ? { icon: `$(${icon})` } : {}),
    ...(enablement ? { enablement } : {}),
  }));
}
