/** The fields of a struct or union as a flat list: nested records become dotted names, arrays stay one field. */
import { isAggregate, type TypeNode } from './node';

export interface FlatField { readonly name: string; readonly type: string; readonly offset: number; readonly size: number }

/** More fields than anybody reads; keeps one absurd type from filling the recording. */
const LIMIT = 4096;

export function flatten(type: TypeNode): FlatField[] {
  const fields: FlatField[] = [];
  if (isAggregate(type)) collect(type, '', 0, fields);
  return fields;
}

function collect(type: TypeNode, prefix: string, base: number, into: FlatField[]): void {
  for (const member of type.members) {
    if (into.length >= LIMIT) return;
    const name = prefix + member.name;
    if (isAggregate(member.type)) collect(member.type, `${name}.`, base + member.offset, into);
    else into.push({ name, type: member.type.name, offset: base + member.offset, size: member.type.size });
  }
}
