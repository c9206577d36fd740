import { debugTypes, views } from './names';

/** When VS Code starts the extension. What `contributes` says (commands, views, editors) does so by itself and is not repeated. */
export const activationEvents = (): string[] => [
  `onWebviewPanel:${views.compare}`,
  `onDebugResolve:${debugTypes.replay}`,
  `onDebugDynamicConfigurations:${debugTypes.replay}`,
  ...debugTypes.javascript.map(type => `onDebugResolve:${type}`),
];
