import { spawnSync } from 'node:child_process';
import { CannotRecord } from '../record/errors';
import { locate, type Parts } from '../record/locate';
import { error, ok, warning, type Check } from './result';

/** How long the recorder may take to try things out, ms. */
const LIMIT = 15_000;

interface Ability { readonly ok: boolean; readonly why?: string; readonly wayOut?: string }

/** What `ffiscope-recorder --probe` prints. */
export interface Abilities { readonly ptrace: Ability; readonly fast: Ability; readonly addressSpace: Ability; readonly fileSize: Ability }

/** The recorder's own look at this system: it really tries what a recording needs. */
export function checkRecorder(dist: string): Check[] {
  try {
    const parts = locate(dist);
    return [ok('recorder', parts.recorder), ...probed(parts)];
  } catch (failure) {
    if (!(failure instanceof CannotRecord)) throw failure;
    const [found = '', wayOut = ''] = failure.message.split('; ', 2);
    return [error('recorder', found, wayOut)];
  }
}

function probed(parts: Parts): Check[] {
  const { stdout, error: failure, status, signal } = spawnSync(parts.recorder, ['--probe'], { encoding: 'utf8', timeout: LIMIT });
  const text = stdout?.trim() ?? '';
  if (failure ?? !text.startsWith('{')) {
    const why = failure?.message ?? (signal ? `ended by ${signal}` : `exit status ${status}`);
    return [error('recorder', `it does not run here: ${why}`, 'check that glibc is 2.28 or newer (ldd --version), or build it here with "npm run setup"')];
  }
  return fromAbilities(JSON.parse(text) as Abilities);
}

export function fromAbilities({ ptrace, fast, addressSpace, fileSize }: Abilities): Check[] {
  const missing = (name: string, ability: Ability, make: typeof error) => make(name, ability.why ?? 'not possible', ability.wayOut ?? '');
  return [
    ptrace.ok ? ok('ptrace', 'allowed') : missing('ptrace', ptrace, warning),
    fast.ok ? ok('processor', 'has what the fast engine needs') : missing('processor', fast, ptrace.ok ? warning : error),
    addressSpace.ok ? ok('memory', 'address space can be reserved') : missing('memory', addressSpace, error),
    ...(fileSize.ok ? [] : [missing('file size', fileSize, error)]),
  ];
}
