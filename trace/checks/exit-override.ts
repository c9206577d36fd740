import type { Recording } from '../model/recording';
import type { Finding } from '../model/types';
import { finding } from './finding';

/** The program registered an exit code: both codes, and where. */
export function exitOverride(trace: Recording): readonly Finding[] {
  const { exit } = trace.info;
  const last = trace.retcodes.at(-1);
  const override = exit?.override ?? last?.code ?? null;
  if (override === null) return [];
  const site = exit?.overrideSite ?? (last ? trace.site(last.site) : null);
  return [finding('exit-override', 'warning', messageOf(override, exit), { site })];
}

function messageOf(override: number, exit: Recording['info']['exit']): string {
  const chosen = `The program registered exit code ${override}`;
  if (!exit) return `${chosen}; how it ended was not recorded.`;
  if (exit.signal !== null) return `${chosen}, but ${exit.signal} ended it.`;
  if (exit.native === null) return `${chosen}.`;
  return exit.native === override ? `${chosen}, which it also ended with.` : `${chosen}; it ended with ${exit.native} itself.`;
}
