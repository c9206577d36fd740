import { mkdtempSync, writeFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { Definitions } from '../core/definitions';
import { capture } from './capture';
import { Sites } from './sites';
import { SourceMaps } from './sourcemap';
import { hideFrames } from './stack-text';

const folder = mkdtempSync(join(tmpdir(), 'sites-'));
afterAll(() => rmSync(folder, { recursive: true }));
const require = createRequire(import.meta.url);

type Defined = { file: string; line: number; column: number; stack: { name: string | null; file: string; line: number }[] };
function sitesWith(): { sites: Sites; defined: Defined[] } {
  const defined: Defined[] = [];
  return { sites: new Sites(new Definitions((json) => defined.push(JSON.parse(json) as Defined)), '/nowhere', []), defined };
}

describe('capture', () => {
  it('leaves Error as it was, also where the program has set it', () => {
    const before = () => [Object.getOwnPropertyDescriptors(Error), Reflect.ownKeys(Error)];
    const plain = before();
    const here = (): number => capture(here, 8).length;
    expect(here()).toBeGreaterThan(0);
    expect(before()).toEqual(plain);
    const own = () => 'own';
    Error.prepareStackTrace = own;
    try {
      here();
      expect(Error.prepareStackTrace).toBe(own);
    } finally { delete (Error as { prepareStackTrace?: unknown }).prepareStackTrace; }
  });
});

describe.each(['inline', 'linked'] as const)('a TypeScript program bundled with a map: %s', (sourcemap) => {
  it('gives the line of the source', () => {
    writeFileSync(join(folder, 'lib.ts'), 'export interface Unused { a: number }\n\nexport function inner(run: () => number): number {\n  return run();\n}\n');
    writeFileSync(join(folder, 'main.ts'), "import { inner } from './lib';\n\nexport const outer = (run: () => number): number =>\n  inner(run);\n");
    const outfile = join(folder, `bundle-${sourcemap}.cjs`);
    buildSync({ entryPoints: [join(folder, 'main.ts')], bundle: true, format: 'cjs', sourcemap, outfile, minify: true, logLevel: 'silent' });
    const { outer } = require(outfile) as { outer: (run: () => number) => number };
    const { sites, defined } = sitesWith();
    const here = (): number => sites.here(here);
    const first = outer(here);
    expect([outer(here), outer(here)].every((id) => id > 0)).toBe(true);
    expect(first).toBeGreaterThan(0);
    expect(defined[0]).toMatchObject({ file: join(folder, 'lib.ts'), line: 4, column: 10 });
    expect(defined[0]?.stack[0]).toMatchObject({ file: join(folder, 'main.ts'), line: 4 });
  });
});

it('keeps one site for one position', () => {
  const { sites, defined } = sitesWith();
  const here = (): number => sites.here(here);
  const ids = new Set<number>();
  for (let i = 0; i < 5; i++) ids.add(here());
  expect([ids.size, defined.length]).toEqual([1, 1]);
});

it('answers for a file without a map, a missing file and a broken map with the place itself', () => {
  writeFileSync(join(folder, 'broken.js'), 'x\n//# sourceMappingURL=data:application/json;base64,bm90anNvbg==');
  for (const file of [join(folder, 'broken.js'), join(folder, 'none.js'), '/absent.js']) {
    expect(new SourceMaps().original({ file, line: 1, column: 1 })).toEqual({ file, line: 1, column: 1 });
  }
});

describe('hideFrames', () => {
  it('takes our frames out and fills up what the limit cut off', () => {
    writeFileSync(join(folder, 'ours.cjs'), `module.exports = (fail, hide) => { const around = () => { try { fail(); } catch (error) { hide(error, __filename, around); return error; } }; return around; };`);
    const around = (require(join(folder, 'ours.cjs')) as (fail: () => void, hide: typeof hideFrames) => () => Error);
    const deep = (depth: number, run: () => Error): Error => (depth === 0 ? run() : deep(depth - 1, run));
    const fail = (): never => { throw new Error('deep'); };
    const thrown = deep(20, around(fail, hideFrames));
    const lines = (thrown.stack ?? '').split('\n');
    expect(lines.some((line) => line.includes('ours.cjs'))).toBe(false);
    expect(lines).toHaveLength(11);
    expect(lines[1]).toMatch(/fail/);
    expect(lines[2]).toMatch(/deep/);
  });
});
