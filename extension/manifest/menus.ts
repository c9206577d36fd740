import { commandId, palette, type Command, type CommandName } from './commands';
import { when } from './names';

interface Item { readonly command: CommandName; readonly when: string; readonly group: string }

/** Where commands are offered besides the palette, by VS Code's name of the menu. */
const menus: Record<string, readonly Item[]> = {
  'editor/title/run': [
    { command: 'recordActiveFile', when: when.scriptOnDisk, group: 'navigation@20' },
    { command: 'debugWithRecording', when: when.scriptOnDisk, group: 'navigation@21' },
  ],
  'debug/toolBar': [
    { command: 'reverseStepIn', when: when.replaying, group: 'navigation@70' },
    { command: 'reverseStepOut', when: when.replaying, group: 'navigation@71' },
  ],
  'editor/title': [
    { command: 'recordAgain', when: when.traceEditor, group: 'navigation@1' },
    { command: 'showTimeline', when: when.traceEditor, group: 'navigation@2' },
    { command: 'debugTrace', when: when.traceEditor, group: 'navigation@3' },
    { command: 'runToAccess', when: when.traceEditor, group: '5_debug@1' },
    { command: 'openInNativeDebugger', when: when.traceEditor, group: '5_debug@2' },
  ],
  'explorer/context': [
    { command: 'recordActiveFile', when: when.scriptOnDisk, group: '5_ffiscope' },
    { command: 'debugTrace', when: when.traceFile, group: '5_ffiscope' },
    { command: 'compareTraces', when: when.traceFile, group: '3_compare@90' },
  ],
};

/** `contributes.menus`; what the palette lists comes from the commands themselves. */
export function contributedMenus(): object {
  const listed = Object.entries<Command>(palette).flatMap(([name, { palette: condition }]) => (condition ? [{ command: commandId(name), when: condition }] : []));
  const others = Object.entries(menus).map(([menu, items]) => [menu, items.map(item => ({ ...item, command: commandId(item.command) }))]);
  return { commandPalette: listed, ...Object.fromEntries(others) as object };
}
