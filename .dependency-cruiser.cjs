// Which part may import which: the table in docs/architecture.md, as rules.
'use strict';

const parts = ['trace', 'child', 'cli', 'webview', 'extension'];
const tests = '\\.test\\.m?ts$';

/** `part` may import itself and `allowed` (patterns), and nothing else of ours. */
function only(part, allowed, why) {
  const others = parts.filter((name) => name !== part).join('|');
  return {
    name: `${part}-imports`,
    comment: why,
    severity: 'error',
    from: { path: `^${part}/`, pathNot: tests },
    to: { path: `^(${others})/`, ...(allowed.length ? { pathNot: allowed } : {}) },
  };
}

const layers = [
  only('trace', [], 'The model stands alone.'),
  only('child', [], 'What is loaded into the traced program stands alone.'),
  only('cli', ['^trace/'], 'The command line needs the model only.'),
  only('webview', ['^trace/'], 'The views need the model only.'),
  only('extension', ['^trace/', '^cli/record/', '^webview/(protocol|schema)\\.ts$', '^webview/theme/tokens\\.ts$'], 'The extension starts the recorder and talks to the views.'),
  {
    name: 'colours-in-the-manifest-only',
    comment: 'The manifest contributes the views\' colours; the running extension has nothing to do with them.',
    severity: 'error',
    from: { path: '^extension/', pathNot: [tests, '^extension/manifest/colours\\.ts$'] },
    to: { path: '^webview/theme/' },
  },
];

const platforms = [
  {
    name: 'trace-is-pure',
    comment: 'The model also runs in a webview: nothing of Node, nothing of VS Code.',
    severity: 'error',
    from: { path: '^trace/', pathNot: tests },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'vscode-in-the-extension-only',
    severity: 'error',
    from: { path: '^(trace|child|cli|webview)/' },
    to: { path: '^vscode$' },
  },
  {
    name: 'webview-has-no-node',
    severity: 'error',
    from: { path: '^webview/', pathNot: tests },
    to: { dependencyTypes: ['core'] },
  },
];

const order = [
  {
    name: 'no-cycles',
    comment: 'Cycles through types alone are fine; at run time every module stands before those that use it.',
    severity: 'error',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  {
    name: 'no-unresolved',
    severity: 'error',
    from: { path: '^(trace|child|cli|webview|extension)/' },
    to: { couldNotResolve: true, pathNot: '^vscode$' },
  },
];

module.exports = {
  forbidden: [...layers, ...platforms, ...order],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|build|target|\\.cache)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.d.ts', '.mts', '.mjs', '.cjs', '.js'] },
  },
};
