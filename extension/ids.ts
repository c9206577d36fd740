/** Names that package.json and the code share; each is written once, in extension/manifest/. */
import { commandId, palette, type CommandName } from './manifest/commands';

export { contextKeys, debugTypes, terminalProfile, views } from './manifest/names';

const names = Object.keys(palette) as CommandName[];

export const commands = {
  ...Object.fromEntries(names.map(name => [name, commandId(name)])) as { readonly [Name in CommandName]: `ffiscope.${Name}` },
  /** These are for views and diagnostics, not for the palette. */
  openInEditor: 'ffiscope.openInEditor',
  revealFinding: 'ffiscope.revealFinding',
  lookAtFindings: 'ffiscope.lookAtFindings',
} as const;

export const TRACE_SUFFIX = '.ffitrace';
