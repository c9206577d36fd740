import type { ThemeKind } from './kind';

/**
 * Our own colours. The extension contributes each as `ffiscope.<key>` with these defaults (package.json, `contributes.colors`), so
 * that themes can change them; a page outside VS Code falls back to the same values. Contrast against the editor background is
 * at least 4.5:1 for inks that carry meaning.
 */
export const COLOURS = {
  read: { light: '#1f6fd0', dark: '#4aa3f5', hcDark: '#57a6ff', hcLight: '#0b53a8', says: 'Bytes that native code read.' },
  write: { light: '#b25700', dark: '#ee9440', hcDark: '#ffc04d', hcLight: '#8a3d00', says: 'Bytes that native code wrote.' },
  readTint: { light: '#dcebfb', dark: '#1d3a55', hcDark: '#000000', hcLight: '#ffffff', says: 'Background of bytes that were read.' },
  writeTint: { light: '#fbe6cf', dark: '#4b3117', hcDark: '#000000', hcLight: '#ffffff', says: 'Background of bytes that were written.' },
  writeStripe: { light: '#d98a3d', dark: '#b56a24', hcDark: '#000000', hcLight: '#ffffff', says: 'Stripes in marks of writes.' },
  neverWritten: { light: '#8a6100', dark: '#d9b44a', hcDark: '#ffe14d', hcLight: '#6b4a00', says: 'Bytes declared as output that were never written.' },
  pastEnd: { light: '#c72e2e', dark: '#f87c74', hcDark: '#ff8a80', hcLight: '#b00020', says: 'Accesses past the end of a region.' },
  guard: { light: '#c9c9c9', dark: '#4a4a4c', hcDark: '#8a8a8a', hcLight: '#767676', says: 'Hatching of memory that is not part of the region.' },
  cell: { light: '#eeeeee', dark: '#2a2a2b', hcDark: '#000000', hcLight: '#ffffff', says: 'Bytes that were not touched.' },
  cellLine: { light: '#dadada', dark: '#3a3a3c', hcDark: '#6a6a6a', hcLight: '#8a8a8a', says: 'Lines between bytes.' },
  call: { light: '#e9eaec', dark: '#2d2f33', hcDark: '#000000', hcLight: '#ffffff', says: 'Bands of calls on the timeline.' },
  callLine: { light: '#c4c6ca', dark: '#4b4e55', hcDark: '#ffffff', hcLight: '#292929', says: 'Outlines of calls on the timeline.' },
} as const satisfies Record<string, Record<ThemeKind | 'says', string>>;

export type ColourName = keyof typeof COLOURS;

/** Colours of VS Code that canvases need, and what they are where it is not there. */
export const HOST_COLOURS = {
  background: { name: 'editor-background', light: '#ffffff', dark: '#1f1f1f', hcDark: '#000000', hcLight: '#ffffff' },
  foreground: { name: 'foreground', light: '#3b3b3b', dark: '#cccccc', hcDark: '#ffffff', hcLight: '#292929' },
  dim: { name: 'descriptionForeground', light: '#616161', dark: '#9d9d9d', hcDark: '#e0e0e0', hcLight: '#292929' },
  border: { name: 'panel-border', light: '#e5e5e5', dark: '#2f2f2f', hcDark: '#6fc3df', hcLight: '#0f4a85' },
  side: { name: 'sideBar-background', light: '#f8f8f8', dark: '#181818', hcDark: '#000000', hcLight: '#ffffff' },
  focus: { name: 'focusBorder', light: '#005fb8', dark: '#2f8fe6', hcDark: '#f38518', hcLight: '#006bbd' },
  error: { name: 'errorForeground', light: '#c72e2e', dark: '#f87c74', hcDark: '#ff8a80', hcLight: '#b00020' },
  warning: { name: 'editorWarning-foreground', light: '#8a6100', dark: '#d9b44a', hcDark: '#ffe14d', hcLight: '#6b4a00' },
  info: { name: 'editorInfo-foreground', light: '#1a5fb4', dark: '#59a4f9', hcDark: '#8fd3ff', hcLight: '#0f4a85' },
  widget: { name: 'editorWidget-background', light: '#f8f8f8', dark: '#202020', hcDark: '#000000', hcLight: '#ffffff' },
  selection: { name: 'list-activeSelectionBackground', light: '#e8e8e8', dark: '#37373d', hcDark: '#000000', hcLight: '#ffffff' },
} as const satisfies Record<string, Record<ThemeKind | 'name', string>>;

export type HostColourName = keyof typeof HOST_COLOURS;
