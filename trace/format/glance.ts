/** What a CALLS line says of itself, found without parsing it. `call`, `thread` and `time` are 0 where it has none. */
export interface Glance { readonly ev: string; readonly call: number; readonly thread: number; readonly time: number }

const HEAD = /^\{"ev":"([a-zA-Z]+)"(?:,"call":(\d{1,15}))?[,}]/;

/**
 * Null where the line isn't written as recorders write (event and call first), and has to be parsed. A quote inside a text is escaped, so a name in
 * quotes with a colon behind it is a field.
 */
export function glance(line: string): Glance | null {
  const head = HEAD.exec(line);
  return head && { ev: head[1] as string, call: Number(head[2] ?? 0), thread: fieldOf(line, '"thread":'), time: fieldOf(line, '"time":') };
}

function fieldOf(line: string, name: string): number {
  const at = line.indexOf(name);
  return at < 0 ? 0 : Number.parseInt(line.slice(at + name.length, at + name.length + 20), 10) || 0;
}
