import { debugTypes, terminalProfile } from './names';
import { text } from './text';

type Property = Readonly<Record<string, unknown>>;

const says = (key: string, english: string): { markdownDescription: string } => ({ markdownDescription: text(`debug.${key}`, english) });
const strings = { type: 'array', items: { type: 'string' }, default: [] };

/** Attributes that both kinds of configuration have. */
const common: Readonly<Record<string, Property>> = {
  stopOnEntry: { type: 'boolean', default: true, ...says('stopOnEntry', 'Stop at the first call. Off: run to the first breakpoint.') },
  openTrace: { type: 'boolean', default: true, ...says('openTrace', 'Show the recording beside the sources while it is replayed.') },
};

/** How a program is recorded; these are also the options of `ffiscope` in configurations of `node`. */
const recording: Readonly<Record<string, Property>> = {
  engine: { type: 'string', enum: ['fast', 'step'], ...says('engine', 'How calls are recorded. Default: the setting `ffiscope.engine`.') },
  snapshotLimit: { type: ['string', 'number'], ...says('snapshotLimit', 'Contents of regions up to this size are kept before and after each call, such as `64KiB`. Default: the setting `ffiscope.snapshotLimit`.') },
  redact: { type: 'string', enum: ['omit', 'hash'], ...says('redact', 'Keep values and contents out of the trace. Default: the setting `ffiscope.redact`.') },
  output: { type: 'string', ...says('output', 'The trace to write. Default: a new one in the folder that `ffiscope.outputFolder` names.') },
};

const launch: Readonly<Record<string, Property>> = {
  program: { type: 'string', default: '${file}', ...says('program', 'The script to record.') },
  args: { ...strings, ...says('args', 'Arguments of the program.') },
  cwd: { type: 'string', default: '${workspaceFolder}', ...says('cwd', 'Folder that the program runs in.') },
  env: { type: 'object', additionalProperties: { type: ['string', 'null'] }, default: {}, ...says('env', 'Environment variables of the program; `null` takes one away.') },
  runtimeExecutable: { type: 'string', ...says('runtimeExecutable', 'What runs the program. Default: the setting `ffiscope.nodePath`, or `node`.') },
  runtimeArgs: { ...strings, ...says('runtimeArgs', 'Arguments in front of the program, for `node` itself.') },
  ...recording,
  ...common,
};

const replay: Readonly<Record<string, Property>> = {
  trace: { type: 'string', default: '${workspaceFolder}/app.ffitrace', ...says('trace', 'The `.ffitrace` file to replay.') },
  ...common,
};

const launchExample = { type: debugTypes.replay, request: 'launch', name: 'Record and Replay', program: '${file}' };
const replayExample = { type: debugTypes.replay, request: 'replay', name: 'Replay Recording', trace: '${workspaceFolder}/app.ffitrace' };
const nodeExample = { type: 'node', request: 'launch', name: 'Debug with Recording', program: '${file}', skipFiles: ['<node_internals>/**'], ffiscope: true };

/** In snippets `${` stands for itself with `^"` in front of the text. */
const snippet = (label: string, description: string, body: Property): object => ({
  label: `FFIScope: ${label}`, description,
  body: Object.fromEntries(Object.entries(body).map(([key, value]) => [key, typeof value === 'string' && value.includes('${') ? `^"${value.replaceAll('${', '\\${')}"` : value])),
});

/** `contributes.debuggers`. */
export const contributedDebuggers = (): object[] => [{
  type: debugTypes.replay,
  label: text('debug.label', 'FFIScope Recording'),
  languages: ['javascript', 'typescript', 'javascriptreact', 'typescriptreact', 'c', 'cpp', 'rust'],
  configurationAttributes: {
    launch: { required: ['program'], properties: launch },
    replay: { required: ['trace'], properties: replay },
  },
  initialConfigurations: [launchExample],
  configurationSnippets: [
    snippet('Record and Replay', text('debug.snippet.launch', 'Record a program, then step through its native calls, both ways'), launchExample),
    snippet('Replay Recording', text('debug.snippet.replay', 'Step through a recording that is there already'), replayExample),
    snippet('Debug JavaScript with Recording', text('debug.snippet.node', 'The usual JavaScript debugger, with every native call recorded'), nodeExample),
  ],
}];

/** Languages whose files may have breakpoints when only this extension debugs them. */
export const contributedBreakpoints = (): object[] => ['javascript', 'typescript', 'javascriptreact', 'typescriptreact', 'c', 'cpp', 'rust'].map(language => ({ language }));

/** `contributes.terminal`. */
export const contributedTerminal = (): object => ({
  profiles: [{ id: terminalProfile, title: text('terminal.profile', 'FFIScope: JavaScript Debug Terminal with Recording'), icon: '$(record)' }],
});
