// `npm run sbom`: what the packages are made of, as CycloneDX, into dist/sbom/: by npm itself, and by cargo-cyclonedx, which is built into .cache/ once.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mainly, root, run, runQuietly, tracked } from './lib/run.mjs';

const VERSION = '0.5.9';
const tools = join(root, '.cache/cargo-tools');
const out = join(root, 'dist/sbom');

await mainly(() => {
  mkdirSync(out, { recursive: true });
  const npm = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev'], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 });
  writeFileSync(join(out, 'npm.cdx.json'), npm);
  if (!existsSync(join(tools, 'bin/cargo-cyclonedx'))) run('cargo', ['install', '--locked', '--quiet', '--root', tools, 'cargo-cyclonedx', '--version', VERSION]);
  runQuietly(join(tools, 'bin/cargo-cyclonedx'), ['cyclonedx', '--format', 'json', '--manifest-path', 'native/Cargo.toml', '--override-filename', 'sbom']);
  // It writes one beside every crate; those that become programs are kept.
  for (const manifest of tracked('native').filter(name => name.endsWith('/Cargo.toml'))) {
    const made = join(root, manifest, '../sbom.json');
    const crate = manifest.split('/').at(-2);
    if (!existsSync(made)) continue;
    if (['recorder', 'agent'].includes(crate)) renameSync(made, join(out, `${crate}.cdx.json`));
    else rmSync(made);
  }
  console.log('dist/sbom: npm.cdx.json, recorder.cdx.json, agent.cdx.json');
});
