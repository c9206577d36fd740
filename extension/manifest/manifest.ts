/**
 * What VS Code reads about the extension in package.json, made from typed sources: `npm run manifest` writes it there, and the
 * English texts to package.nls.json; `npm run check` fails when they differ. Nothing here is loaded when the extension runs, but
 * the lists of commands and settings, which the code takes its names and defaults from.
 */
import { activationEvents } from './activation';
import { contributedColours } from './colours';
import { contributedCommands } from './commands';
import { contributedBreakpoints, contributedDebuggers, contributedTerminal } from './debuggers';
import { contributedKeys } from './keys';
import { contributedMenus } from './menus';
import { contributedEditors, contributedLanguages, contributedViews } from './places';
import { contributedSettings, restrictedSettings } from './settings';
import { text, texts } from './text';
import { contributedWalkthroughs } from './walkthrough';

/** Members of package.json that are made here. */
export function manifestParts(): { activationEvents: string[]; capabilities: object; contributes: object } {
  return {
    activationEvents: activationEvents(),
    capabilities: {
      untrustedWorkspaces: {
        supported: 'limited',
        description: text('capability.untrusted', 'Traces can be looked at. Recording runs the program, so it needs a trusted workspace.'),
        restrictedConfigurations: restrictedSettings(),
      },
      virtualWorkspaces: {
        supported: 'limited',
        description: text('capability.virtual', 'Traces can be looked at. Recording needs files on a Linux x86-64 computer.'),
      },
    },
    contributes: {
      commands: contributedCommands(),
      menus: contributedMenus(),
      keybindings: contributedKeys(),
      languages: contributedLanguages(),
      customEditors: contributedEditors(),
      ...contributedViews(),
      debuggers: contributedDebuggers(),
      breakpoints: contributedBreakpoints(),
      terminal: contributedTerminal(),
      colors: contributedColours(),
      configuration: contributedSettings(),
      walkthroughs: contributedWalkthroughs(),
    },
  };
}

/** The English texts by key; complete once `manifestParts` has run. */
export const manifestTexts = (): Record<string, string> => Object.fromEntries(texts);
