/** Names that package.json and the code share, typed once. */
export const commands = {
  recordProgram: 'ffiscope.recordProgram',
  recordActiveFile: 'ffiscope.recordActiveFile',
  recordAgain: 'ffiscope.recordAgain',
  stopRecording: 'ffiscope.stopRecording',
  openTrace: 'ffiscope.openTrace',
  showTimeline: 'ffiscope.showTimeline',
  showLog: 'ffiscope.showLog',
  saveReport: 'ffiscope.saveReport',
  clearDiagnostics: 'ffiscope.clearDiagnostics',
  /** These two are for views and diagnostics, not for the palette. */
  openInEditor: 'ffiscope.openInEditor',
  revealFinding: 'ffiscope.revealFinding',
} as const;

export const views = { editor: 'ffiscope.trace', timeline: 'ffiscope.timeline' } as const;

/** Keys for `when` clauses. */
export const contextKeys = {
  recording: 'ffiscope.recording',
  hasTrace: 'ffiscope.hasTrace',
} as const;

export const TRACE_SUFFIX = '.ffitrace';
