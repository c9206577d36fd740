// `npm run audit`: known holes in what we depend on. Asks the npm registry, and cargo-deny where it is installed; both need a network.
import { spawnSync } from 'node:child_process';
import { cargoEnvironment, root, which } from './lib/run.mjs';

const run = (command, args) => spawnSync(command, args, { cwd: root, env: cargoEnvironment(), stdio: 'inherit' }).status ?? 1;

let status = run('npm', ['audit', '--omit', 'dev']);
if (which('cargo-deny')) status ||= run('cargo-deny', ['--manifest-path', 'native/Cargo.toml', 'check', 'advisories', 'sources']);
else console.log('cargo-deny is not installed: cargo install --locked cargo-deny');
process.exitCode = status;
