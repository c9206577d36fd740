// Crates: licences, versions that are there twice, what we do without, where they come from: native/deny.toml, held by cargo-deny.
import { cargoDeny, provideCargoDeny } from '../cargo-deny.mjs';

/** Where cargo-deny can't be had, `licences` and `locks` still hold licences and sources; that is said, and is no failure. */
export function checkCrates() {
  const { path, why } = provideCargoDeny();
  if (!path) return { ok: true, output: '', note: `cargo-deny was not run: ${why}. Duplicates and banned crates are unchecked; "licences" and "locks" hold the rest` };
  const { status, output } = cargoDeny(path, ['bans', 'licenses', 'sources']);
  return { ok: status === 0, output };
}
