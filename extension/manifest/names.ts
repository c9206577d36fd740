/** Names that several rooms of the manifest and the code share. */
export const views = { editor: 'ffiscope.trace', timeline: 'ffiscope.timeline', compare: 'ffiscope.compare' } as const;

/** Kinds of debug sessions: ours, and those of VS Code's JavaScript debugger that can be recorded. */
export const debugTypes = { replay: 'ffiscope', javascript: ['node', 'pwa-node', 'node-terminal'] } as const;

export const terminalProfile = 'ffiscope.terminal';

/** Keys for `when` clauses. */
export const contextKeys = {
  recording: 'ffiscope.recording',
  hasTrace: 'ffiscope.hasTrace',
} as const;

/** Conditions that several menus and keys use. */
export const when = {
  idle: `!${contextKeys.recording}`,
  recording: contextKeys.recording,
  hasTrace: contextKeys.hasTrace,
  replaying: `debugType == '${debugTypes.replay}'`,
  replayStopped: `debugType == '${debugTypes.replay}' && debugState == 'stopped'`,
  traceEditor: `activeCustomEditorId == '${views.editor}'`,
  traceFile: "resourceExtname == '.ffitrace'",
  script: 'resourceExtname =~ /^\\.[cm]?[jt]s$/',
  scriptOnDisk: 'resourceExtname =~ /^\\.[cm]?[jt]s$/ && resourceScheme == file',
} as const;
