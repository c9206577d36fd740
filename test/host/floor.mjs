// `npm run test:floor`: the suites of inhost.mjs inside VS Code 1.90, the oldest that package.json promises to run in.
// The first time it installs that workbench into .cache/ and compiles its native parts (one to two minutes, a C++ compiler).
process.env.FFISCOPE_TEST_HOST = 'floor';
await import('./inhost.mjs');
