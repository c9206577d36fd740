import type { Recording } from '../model/recording';
import type { Finding } from '../model/types';
import { count } from '../text/numbers';
import { finding } from './finding';

/** Something in the recording could not be traced: what, and how much of it. */
export function untraced(trace: Recording): readonly Finding[] {
  const notes = trace.notes.map(note => {
    const call = note.call === null ? undefined : trace.callById.get(note.call);
    return finding('untraced', 'warning', sentence(note.text), { call: note.call, function: call?.function ?? null, site: call?.site ?? null });
  });
  const gaps = trace.info.coverage.untraced
    .filter(gap => !trace.notes.some(note => note.text.includes(gap.what)))
    .map(gap => finding('untraced', 'warning', `Not traced: ${gap.what}, ${count(gap.count, 'time')}.`));
  const dropped = trace.info.coverage.dropped;
  const lost = dropped > 0 ? [finding('untraced', 'warning', `${count(dropped, 'access', 'accesses')} could not be kept.`)] : [];
  return [...notes, ...gaps, ...lost];
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
