import type { Recording } from '../../model/recording';
import type { Call, Finding } from '../../model/types';
import { count, duration, thousands } from '../../text/numbers';
import { finding } from '../finding';
import { placeKey } from '../scan/spots';
import { caller, placeOfCall } from '../words';

/** Something in the recording could not be traced: what, and how much of it. */
export function untraced(trace: Recording): readonly Finding[] {
  return [...notes(trace), ...gaps(trace), ...incomplete(trace), ...lost(trace)];
}

const warn = (message: string, known: Partial<Finding> = {}) => finding('untraced', 'warning', message, known);

/** One for each thing noted at each place of the program. */
function notes(trace: Recording): Finding[] {
  const found = new Map<string, Finding>();
  for (const note of trace.notes) {
    const call = note.call === null ? undefined : trace.callById.get(note.call);
    const key = `${call ? placeKey(call) : ''}|${note.text}`;
    const known = found.get(key);
    found.set(key, known ? { ...known, count: known.count + 1 } : warn(sentence(note.text), call ? placeOfCall(call) : {}));
  }
  return [...found.values()];
}

function gaps(trace: Recording): Finding[] {
  return trace.info.coverage.untraced
    .filter(gap => !trace.notes.some(note => note.text.includes(gap.what)))
    .map(gap => warn(`Not traced: ${gap.what}, ${count(gap.count, 'time')}.`, { count: gap.count }));
}

/** Calls of which a part ran untraced, where no note says so. */
function incomplete(trace: Recording): Finding[] {
  const noted = new Set(trace.notes.map(note => note.call));
  const found = new Map<string, { first: Call; calls: number }>();
  for (const call of trace.calls) {
    if (!call.incomplete || noted.has(call.id)) continue;
    const known = found.get(placeKey(call));
    if (known) known.calls++;
    else found.set(placeKey(call), { first: call, calls: 1 });
  }
  return [...found.values()].map(({ first, calls }) => {
    const accesses = first.reads + first.writes;
    const much = `${count(accesses, 'access', 'accesses')} of it ${accesses === 1 ? 'was' : 'were'} recorded`;
    return warn(`Part of ${caller(first)} was not traced: ${much}${calls > 1 ? `; the same happened in ${thousands(calls)} calls` : ''}.`, { ...placeOfCall(first), count: calls });
  });
}

function lost(trace: Recording): Finding[] {
  const { coverage: { dropped }, cutShort } = trace.info;
  return [
    ...(dropped > 0 ? [warn(`${count(dropped, 'access', 'accesses')} could not be kept.`, { count: dropped })] : []),
    ...(cutShort ? [warn(`The recording was cut short at byte ${thousands(cutShort.byte)}, ${duration(cutShort.time)} after its beginning: what came later is not in it.`)] : []),
  ];
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
