// What nobody imports and no package that is not used: `npm run check` fails on it. Entries are what something else starts:
// the bundles of scripts/build.mjs, tests, and programs that tests and examples run.
export default {
  entry: [
    'extension/extension.ts', 'extension/reader/worker.ts', 'extension/manifest/manifest.ts', 'cli/main.ts', 'child/{hook,api}.ts', 'child/api.mts', 'webview/{main,report}.ts',
    '{scripts,bench}/*.mjs', 'bench/lib/read-trace.mjs', 'bench/store/measure.ts', 'bench/**/*.cjs', 'scripts/demo/opener.cjs', 'examples/**/*.{js,cjs,mjs}', '{trace,child,cli,webview,extension,scripts,bench,test}/**/*.test.{ts,mjs}',
    'test/host/*.mjs', 'test/host/suite/index.ts', 'test/fuzz/{soak,cases,corpus}.ts', 'test/host/workspace/**/*.{js,mjs}', 'test/**/*.cjs', '{cli,webview,child,trace}/**/testing/**/*.{ts,cjs,mjs}',
  ],
  project: ['{trace,child,cli,webview,extension,scripts,bench,test}/**/*.{ts,mts,mjs,cjs}'],
  ignoreExportsUsedInFile: true,
  rules: { binaries: 'off', types: 'off', dependencies: 'warn', devDependencies: 'warn' },
  // Run by name, or loaded by programs under test.
  ignoreDependencies: ['dependency-cruiser', 'koffi2', '@microsoft/jest-sarif'],
};
