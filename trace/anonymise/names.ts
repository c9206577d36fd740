/** Other names for the names of a recording: one for each, the same wherever it stands. */
export class Names {
  private readonly known = new Map<string, string>();
  private readonly counts = new Map<string, number>();

  /** `all`: functions, types, labels and file names too, not only folders. */
  constructor(private readonly all: boolean) {}

  /** A path or URL without its folders: `/home/anna/shop/app.js` is `/folder1/app.js`. Places that are no files stay. */
  path(text: string): string {
    if (text === '' || text.startsWith('node:') || text.startsWith('<')) return text;
    const parts = text.split(/[\\/]/);
    const base = parts.pop() ?? '';
    const folder = parts.length === 0 ? '' : `/${this.alias('folder', parts.join('/'))}/`;
    return folder + (this.all ? this.file(base) : base);
  }

  /** A function, a type, a parameter. */
  name(text: string): string {
    return this.all && text !== '' ? this.alias('name', text) : text;
  }

  private file(base: string): string {
    const end = /\.[a-z0-9]{1,5}$/i.exec(base)?.[0] ?? '';
    return this.alias('file', base) + end;
  }

  private alias(kind: string, text: string): string {
    const key = `${kind} ${text}`;
    let alias = this.known.get(key);
    if (alias === undefined) {
      const count = (this.counts.get(kind) ?? 0) + 1;
      this.counts.set(kind, count);
      this.known.set(key, (alias = `${kind}${count}`));
    }
    return alias;
  }
}
