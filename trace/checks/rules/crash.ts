import type { Recording } from '../../model/recording';
import type { CrashEvent } from '../../model/events';
import type { Access, Call, Finding, Insn, RelatedPlace } from '../../model/types';
import { bytesPlace, sourcePlace } from '../../text/places';
import { hex } from '../../text/numbers';
import { finding, related } from '../finding';
import { callPlace, native, placeOfCall } from '../words';
import { placeOfAddress } from './address';

/** Accesses before the signal that are told. */
const LAST = 5;
const FRAMES = 16;

/** A signal ended a call: the faulting address, what it lies in or next to, and how the program came there. */
export async function crash(trace: Recording): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const event of trace.crashes) found.push(await describe(trace, event));
  return found;
}

async function describe(trace: Recording, event: CrashEvent): Promise<Finding> {
  const call = event.call === null ? null : trace.callById.get(event.call) ?? null;
  const insn = event.insn === null ? null : trace.insnById.get(event.insn) ?? null;
  const place = hasAddress(event) ? placeOfAddress(trace, call, event) : null;
  const before = call ? await lastAccesses(trace, call) : [];
  const own = insn && before[0]?.insn?.id === insn.id && before[0].by === 'instruction' ? before[0] : null;
  return finding('crash', 'error', `${what(event, call, insn)}${place ? `: address ${event.code === 128 ? '' : `${hex(event.address)}, `}${place.words}` : ''}.`, {
    ...(call && placeOfCall(call)), ...native(insn),
    ...(place?.region && { region: place.region.id, offset: place.offset }),
    ...(own && { access: own.seq, ordinal: own.ordinal }),
    related: [
      ...(place?.lender ? [callPlace(place.lender, `the memory was lent to \`${place.lender.function}\` in call ${place.lender.id}`)] : []),
      ...frames(trace, event), ...(call ? jsFrames(call) : []), ...before.map(access => told(trace, access)), ...registers(event),
    ],
  });
}

/** Signals of faults that came from the processor. */
function hasAddress({ signal, code, insn }: CrashEvent): boolean {
  return insn !== null && code > 0 && /^SIG(?:SEGV|BUS)$/.test(signal);
}

function what(event: CrashEvent, call: Call | null, insn: Insn | null): string {
  return `${event.signal} ended ${call ? `\`${call.function}\`` : 'the program'}${insn ? ` at ${sourcePlace(insn)}` : ''}`;
}

function frames(trace: Recording, event: CrashEvent): RelatedPlace[] {
  const insns = event.frames.slice(0, FRAMES).map(id => trace.insnById.get(id)).filter(insn => insn !== undefined);
  return insns.map((insn, depth) => related('native-frame', `${depth === 0 ? 'in' : 'called from'} ${insn.symbol ?? 'unknown code'} (${sourcePlace(insn)})`, { file: insn.file, line: insn.line }));
}

function jsFrames(call: Call): RelatedPlace[] {
  const stack = [...(call.site ? [{ ...call.site, name: null }] : []), ...call.stack];
  return stack.slice(0, FRAMES).map(({ name, file, line, column }, depth) => related('js-frame', `${depth === 0 ? 'called from JavaScript' : 'called from'}${name ? ` ${name}` : ''}`, { file, line, column }));
}

/** The call's accesses before the signal, the last one first. */
async function lastAccesses(trace: Recording, call: Call): Promise<Access[]> {
  const found: Access[] = [];
  const end = Math.min(call.lastOrdinal, trace.accessCount);
  for (let ordinal = end - 1; ordinal >= call.firstOrdinal && ordinal >= end - 64 && ordinal >= 0 && found.length < LAST; ordinal--) {
    const block = await trace.blockAt(ordinal);
    const row = ordinal - block.firstOrdinal;
    if (block.call[row] === call.id) found.push(await trace.access(ordinal));
  }
  return found;
}

function told(trace: Recording, access: Access): RelatedPlace {
  const region = trace.regionById.get(access.region ?? access.anchor ?? 0);
  const where = region ? bytesPlace(region, access.offset, access.size) : hex(access.address);
  return related('access', `before it: ${access.kind} of ${where}${access.insn ? ` (${sourcePlace(access.insn)})` : ''}`, {
    file: access.insn?.file ?? null, line: access.insn?.line ?? null, call: access.call, ordinal: access.ordinal,
  });
}

function registers({ registers: known }: CrashEvent): RelatedPlace[] {
  const text = Object.entries(known).map(([name, value]) => `${name}=${value}`).join(' ');
  return text === '' ? [] : [related('native', `registers: ${text}`)];
}
