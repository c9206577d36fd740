// Test suites as vitest projects; `npm test` runs them one after the other, `npx vitest run --project unit` just one.
import { defineConfig } from 'vitest/config';

const parts = '{trace,child,cli,webview,extension,scripts,bench}';

/** A suite that starts recorders and programs: one at a time, each test with a bound. */
const running = (name, seconds) => ({
  test: { name, include: [`test/${name}/**/*.test.ts`], testTimeout: seconds * 1000, hookTimeout: seconds * 1000, fileParallelism: false },
});

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: [`${parts}/**/*.test.{ts,mjs}`], exclude: ['**/node_modules/**', '**/*.browser.test.ts'], testTimeout: 20_000 } },
      { test: { name: 'browser', include: ['**/*.browser.test.ts'], exclude: ['**/node_modules/**'], testTimeout: 60_000, hookTimeout: 60_000, fileParallelism: false } },
      running('engines', 120),
      running('examples', 120),
      running('badinput', 60),
      running('packages', 120),
      running('faults', 60),
      running('debugging', 60),
      running('findings', 120),
    ],
  },
});
