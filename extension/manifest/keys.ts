import { commandId, type CommandName } from './commands';
import { when } from './names';

interface Key { readonly command: CommandName; readonly key: string; readonly when: string }

/** Key bindings; a Mac has the command key where others have control. */
const keys: readonly Key[] = [
  { command: 'recordAgain', key: 'ctrl+k f5', when: when.idle },
  { command: 'stopRecording', key: 'ctrl+k shift+f5', when: when.recording },
  { command: 'reverseStepIn', key: 'alt+f11', when: when.replayStopped },
  { command: 'reverseStepOut', key: 'alt+shift+f11', when: when.replayStopped },
];

/** `contributes.keybindings`. */
export const contributedKeys = (): object[] => keys.map(({ command, key, when: condition }) => (
  { command: commandId(command), key, mac: key.replaceAll('ctrl', 'cmd'), when: condition }));
