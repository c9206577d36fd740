// Asks for known holes in npm packages and crates. Each answer: `{ name, state: 'none known' | 'holes' | 'not asked', text }`.
import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { cargoDeny, provideCargoDeny } from './cargo-deny.mjs';
import { root } from './run.mjs';

const DATABASE = 'https://github.com/RustSec/advisory-db';
const LIMIT_MS = 60_000;

/** What is bundled into what users get; npm asks the registry that it is set up for. */
export function askNpm() {
  const args = ['audit', '--omit', 'dev', '--json', '--fetch-retries', '0', '--fetch-timeout', '20000'];
  const { stdout, stderr, error } = spawnSync('npm', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28, timeout: LIMIT_MS });
  return { name: 'npm', ...npmAnswer(stdout ?? '', error?.message ?? stderr) };
}

/** With a folder, git takes the clone in it for the address that cargo-deny asks. */
export function askCrates(folder) {
  const { path, why } = provideCargoDeny();
  if (!path) return { name: 'crates', state: 'not asked', text: `cargo-deny: ${why}` };
  const env = folder ? { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: `url.${pathToFileURL(folder).href}.insteadOf`, GIT_CONFIG_VALUE_0: DATABASE } : {};
  const { status, output } = cargoDeny(path, ['advisories'], { GIT_TERMINAL_PROMPT: '0', ...env });
  return { name: 'crates', ...crateAnswer(status, output) };
}

/** From what `npm audit --json` printed. */
export function npmAnswer(stdout, stderr) {
  const answer = json(stdout);
  const counts = answer?.metadata?.vulnerabilities;
  if (!counts) return { state: 'not asked', text: answer?.message ?? firstLine(answer?.error?.summary || stderr) };
  if (counts.total === 0) return { state: 'none known', text: `${answer.metadata.dependencies?.prod ?? '?'} packages` };
  return { state: 'holes', text: Object.entries(answer.vulnerabilities ?? {}).map(([name, { severity, range }]) => `\n  ${name} ${range}: ${severity}`).join('') };
}

/** From how `cargo-deny check advisories` ended. Without its list it says that it could not fetch it. */
export function crateAnswer(status, output) {
  if (status === 0) return { state: 'none known', text: '' };
  const unfetched = /failed to fetch advisory database.*|failed to (?:load|open) advisory database.*/.exec(output);
  if (unfetched || status === null) return { state: 'not asked', text: /fatal: .*/.exec(output)?.[0] ?? unfetched?.[0] ?? firstLine(output) };
  return { state: 'holes', text: `\n${output.trimEnd()}` };
}

function json(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const firstLine = text => String(text ?? '').trim().split('\n')[0] || 'no answer';
