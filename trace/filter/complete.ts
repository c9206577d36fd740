import type { Trace } from '../model/types';
import { shortName } from '../queries/fields';
import { termKinds } from './terms';
import { tokens } from './token';

/** Something that fits at a place of a filter: `text` replaces characters [from, to) of it. */
export interface Completion { readonly text: string; readonly about: string; readonly from: number; readonly to: number }

const MOST = 50;

/** What fits where the caret stands: terms, or values of the term that is being typed; best ones first. */
export function complete(filter: string, caret: number, trace: Trace): readonly Completion[] {
  const word = tokens(filter).find(({ text, start, end }) => start < caret && caret <= end && text !== '(' && text !== ')');
  const typed = word ? filter.slice(word.start, caret).toLowerCase() : '';
  const minus = typed.startsWith('-') ? 1 : 0;
  const from = (word?.start ?? caret) + minus;
  const [, key, operator, value] = /^([a-z]+)(:|=)(.*)$/.exec(typed.slice(minus)) ?? [];
  const options = key && Object.hasOwn(termKinds, key) ? valuesOf(key, trace).map(([text, about]) => [`${key}${operator}${quoted(text)}`, about] as const) : terms();
  const wanted = key ? (value ?? '').replaceAll('"', '') : typed.slice(minus);
  return options
    .map(([text, about]) => ({ text, about, place: (key ? text.slice(key.length + 1).replaceAll('"', '') : text).toLowerCase().indexOf(wanted) }))
    .filter(({ place, text }) => place >= 0 && text.toLowerCase() !== typed.slice(minus))
    .sort((a, b) => Number(a.place > 0) - Number(b.place > 0))
    .slice(0, MOST)
    .map(({ text, about }) => ({ text, about, from, to: word?.end ?? caret }));
}

function terms(): (readonly [string, string])[] {
  return [
    ...Object.values(termKinds).map(kind => [kind.example, kind.about] as const),
    ['not', 'what does not match the term behind it'], ['or', 'what matches either side'], ['(', 'terms that belong together'],
  ];
}

/** Values that occur in the recording, with what they are. */
function valuesOf(key: string, trace: Trace): (readonly [string, string])[] {
  const regions = [...trace.regionById.values()];
  switch (key) {
    case 'kind': return [['write', ''], ['read', '']];
    case 'by': return [['kernel', 'in a system call'], ['instruction', '']];
    case 'certain': return [['false', 'may have touched less'], ['true', '']];
    case 'in': return [...unique(regions.map(region => [shortName(region), `${region.kind} of ${region.size} B`])), ['none', 'outside every region']];
    case 'field': return unique(regions.flatMap(region => region.fields.map(field => [`${shortName(region)}.${field.name}`, field.type] as const)));
    case 'fn': return unique([
      ...trace.calls.map(call => [call.function, 'called from JavaScript'] as const),
      ...[...trace.insnById.values()].flatMap(insn => [insn.symbol, ...insn.inlined.map(one => one.symbol)].filter(name => name !== null).map(name => [name, 'native function'] as const)),
    ]);
    case 'line': return unique([...trace.insnById.values()].filter(insn => insn.file !== null)
      .map(insn => [`${insn.file?.split('/').at(-1) ?? ''}:${insn.line ?? 0}`, insn.symbol ?? ''] as const));
    case 'thread': return trace.threads.map(thread => [String(thread.id), thread.name]);
    case 'call': return trace.calls.slice(0, MOST * 4).map(call => [String(call.id), call.function]);
    default: return [];
  }
}

/** The first of each name, in order. */
function unique(options: readonly (readonly [string, string])[]): (readonly [string, string])[] {
  return [...new Map(options.toReversed())].reverse();
}

function quoted(text: string): string {
  return /[\s()]/.test(text) ? `"${text}"` : text;
}
