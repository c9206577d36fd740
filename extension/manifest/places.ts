import { views } from './names';
import { text } from './text';

/** The kind of file that traces are. */
export const contributedLanguages = (): object[] => [
  { id: 'ffitrace', aliases: [text('language.trace', 'FFI Trace')], extensions: ['.ffitrace'], icon: { light: './media/file-light.svg', dark: './media/file-dark.svg' } },
];

export const contributedEditors = (): object[] => [
  { viewType: views.editor, displayName: text('editor.trace', 'FFI Trace'), selector: [{ filenamePattern: '*.ffitrace' }], priority: 'default' },
];

/** The timeline, in the panel beside terminal and problems. */
export function contributedViews(): { viewsContainers: object; views: object } {
  const name = text('view.timeline', 'FFI Timeline');
  const icon = 'media/panel.svg';
  return {
    viewsContainers: { panel: [{ id: 'ffiscope', title: name, icon }] },
    views: { ffiscope: [{ type: 'webview', id: views.timeline, name, icon, contextualTitle: name }] },
  };
}
