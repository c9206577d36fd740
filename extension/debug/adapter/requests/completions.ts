import type { DebugProtocol } from '@vscode/debugprotocol';
import { findPlace } from '../../../../trace/cursor/place';
import { termKinds } from '../../../../trace/filter/terms';
import { shortName } from '../../../../trace/queries/fields';
import type { Debuggee } from '../debuggee';
import { contextOf } from './context';

type Item = DebugProtocol.CompletionItem;

/** What could stand where the cursor is: names of this call, fields behind a dot, functions of ours, terms of a filter. */
export function completions(debuggee: Debuggee, { text, column, frameId }: DebugProtocol.CompletionsArguments): { targets: Item[] } {
  const before = text.slice(0, Math.max(0, column - debuggee.client.firstColumn));
  const [typed = ''] = /[\w:.>[\]-]*$/.exec(before) ?? [];
  const { session, position, call } = contextOf(debuggee, frameId);
  const regions = session.regionsAt(position, call);
  const field = /^(.*?)(?:\.|->)(\w*)$/.exec(typed);
  if (field) {
    const place = findPlace(field[1] as string, regions);
    return { targets: matching(field[2] as string, (place?.fields ?? []).map(({ name, type }) => ({ label: name, detail: type, type: 'field' as const }))) };
  }
  const names = new Map<string, Item>();
  for (const region of regions) names.set(shortName(region), { label: shortName(region), detail: region.typeName ?? region.kind, type: 'variable' });
  for (const { name, type } of call.args) if (name !== '' && !names.has(name)) names.set(name, { label: name, detail: type, type: 'value' });
  const functions: Item[] = ['bytes', 'lastWriter', 'sizeof'].map(label => ({ label, text: `${label}(`, type: 'function' }));
  const terms: Item[] = Object.entries(termKinds).map(([label, { example }]) => ({ label, text: `${label}:`, detail: example, type: 'keyword' }));
  return { targets: matching(typed, [...names.values(), ...functions, ...terms]) };
}

function matching(typed: string, items: readonly Item[]): Item[] {
  const wanted = typed.toLowerCase();
  return items.filter(({ label }) => label.toLowerCase().startsWith(wanted)).map(item => ({ ...item, length: typed.length }));
}
