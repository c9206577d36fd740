/** Names that several rooms of the manifest and the code share. */
export const views = { editor: 'ffiscope.trace', timeline: 'ffiscope.timeline', compare: 'ffiscope.compare' } as const;

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
  traceEditor: `activeCustomEditorId == '${views.editor}'`,
  traceFile: "resourceExtname == '.ffitrace'",
  script: 'resourceExtname =~ /^\\.[cm]?[jt]s$/',
  scriptOnDisk: 'resourceExtname =~ /^\\.[cm]?[jt]s$/ && resourceScheme == file',
} as const;
