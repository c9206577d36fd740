import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Position } from '../../../../trace/cursor/position';
import { count } from '../../../../trace/text/numbers';
import { lineFrom } from '../client';
import type { Debuggee } from '../debuggee';
import { RequestFailed } from '../errors';
import type { ReplaySession } from '../replaySession';

/** A place to go to. */
export interface Target { readonly label: string; readonly position: Position; readonly kind: 'call' | 'finding' | 'bookmark' | 'access' }
/** As many calls of one line are offered; the rest is found with the views. */
const CALLS_OF_LINE = 100;

/** @throws RequestFailed when the recording has no such place */
export async function positionOf(session: ReplaySession, { access, call, finding }: { readonly access?: number; readonly call?: number; readonly finding?: number }): Promise<Position> {
  if (access !== undefined) return await session.replay.access(access) ?? fail(`there is no access ${access}`);
  if (call !== undefined) return beginOf(session, call) ?? fail(`there is no call ${call}`);
  if (finding === undefined) return fail('name an access, a call or a finding to go to');
  const found = (await session.trace.findings())[finding] ?? fail(`there is no finding ${finding}`);
  if (found.ordinal !== null) return positionOf(session, { access: found.ordinal });
  if (found.call !== null) return positionOf(session, { call: found.call });
  return fail(`${found.rule} is about the whole program and has no place to go to`);
}

function fail(message: string): never { throw new RequestFailed(message); }

function beginOf({ trace, replay }: ReplaySession, id: number): Position | null {
  const call = trace.callById.get(id);
  return (call && replay.line(call.thread)?.begin(id)) ?? null;
}

/** Calls, findings, bookmarks and native code on a source line. */
export async function gotoTargets(debuggee: Debuggee, { source, line }: DebugProtocol.GotoTargetsArguments): Promise<{ targets: DebugProtocol.GotoTarget[] }> {
  const session = debuggee.session;
  const wanted = lineFrom(debuggee.client, line);
  const file = source.path === undefined ? null : session.sources.file(source.path);
  if (!file) return { targets: [] };
  const calls = [...file.calls.get(wanted) ?? []];
  const found = [...callTargets(session, calls.slice(0, CALLS_OF_LINE))];
  const own = new Set(calls);
  const insns = file.insns.get(wanted) ?? new Set<number>();
  for (const target of await noted(debuggee, session)) {
    if (own.has(target.position.call) || (target.position.kind === 'access' && insns.has((await session.trace.access(target.position.ordinal)).insn?.id ?? 0))) found.push(target);
  }
  found.push(...await nativeTargets(session, insns));
  return { targets: found.map(({ label, position }) => ({ id: session.addTarget(position), label, line })) };
}

/** The first access from a native line in the call under way, and the next one. */
async function nativeTargets(session: ReplaySession, insns: ReadonlySet<number>): Promise<Target[]> {
  if (insns.size === 0) return [];
  const call = session.trace.callById.get(session.position.call);
  if (!call) return [];
  for await (const block of session.trace.blocks(call.firstOrdinal, call.lastOrdinal)) {
    if (block.thread !== call.thread) continue;
    for (let row = 0; row < block.length; row++) {
      if (block.call[row] !== call.id || !insns.has(block.insn[row] as number)) continue;
      const position = await session.replay.access(block.firstOrdinal + row);
      return position ? [{ kind: 'access', label: `first access from this line in call ${call.id}, ${call.function}`, position }] : [];
    }
  }
  return [];
}

function callTargets(session: ReplaySession, ids: readonly number[]): Target[] {
  return ids.flatMap(id => {
    const position = beginOf(session, id);
    const name = session.trace.callById.get(id)?.function ?? '';
    return position ? [{ kind: 'call' as const, label: `call ${id}, ${name}`, position }] : [];
  });
}

/** Findings and bookmarks. */
async function noted(debuggee: Debuggee, session: ReplaySession): Promise<Target[]> {
  const targets: Target[] = [];
  for (const { rule, message, ordinal, call } of await session.trace.findings()) {
    const position = ordinal !== null ? await session.replay.access(ordinal) : call !== null ? beginOf(session, call) : null;
    if (position) targets.push({ kind: 'finding', label: `${rule}: ${message}`, position });
  }
  for (const { ordinal, note } of await debuggee.host.bookmarks(session.path)) {
    const position = await session.replay.access(ordinal);
    if (position) targets.push({ kind: 'bookmark', label: note === '' ? `bookmark at access ${ordinal}` : note, position });
  }
  return targets;
}

const CALLS = 2000;

/** Every target of the recording, for a list to choose from; `most` calls at most. */
export async function targets(debuggee: Debuggee, { most = CALLS }: { readonly most?: number }): Promise<object> {
  const session = debuggee.session;
  const marked = await noted(debuggee, session);
  const calls = callTargets(session, session.trace.calls.slice(0, most).map(({ id }) => id));
  const left = session.trace.calls.length - calls.length;
  const rows = [...marked, ...calls].map(({ kind, label, position }) => ({
    kind, label, ...(position.kind === 'access' ? { access: position.ordinal } : { call: position.call }),
    site: siteOf(session, position),
  }));
  return { targets: rows, ...(left > 0 ? { leftOff: count(left, 'more call') } : {}) };
}

function siteOf({ trace }: ReplaySession, { call }: Position): string | null {
  const site = trace.callById.get(call)?.site;
  return site ? `${site.file}:${site.line}` : null;
}
