import type { Call, Insn, Trace } from '../../../trace/model/types';

/** What a recording knows about one source file. */
export interface RecordedFile {
  /** Calls by the line that made them, or a line further out on the stack. */
  readonly calls: ReadonlyMap<number, ReadonlySet<number>>;
  /** Instructions by line. */
  readonly insns: ReadonlyMap<number, ReadonlySet<number>>;
}

interface Entry extends RecordedFile { readonly calls: Map<number, Set<number>>; readonly insns: Map<number, Set<number>> }

/** Source files of a recording by their path on this computer. */
export class RecordedSources {
  private files: ReadonlyMap<string, RecordedFile> | null = null;
  private readonly found = new Map<string, string | null>();

  constructor(private readonly trace: Trace, private readonly locate: (file: string) => string | null) {}

  /** Where a file that the recording names is, or null. */
  path(file: string): string | null {
    let path = this.found.get(file);
    if (path === undefined) this.found.set(file, path = this.locate(file));
    return path;
  }

  /** Null for files that the recording does not name. */
  file(path: string): RecordedFile | null {
    return (this.files ??= this.collect()).get(path) ?? null;
  }

  private collect(): ReadonlyMap<string, RecordedFile> {
    const files = new Map<string, Entry>();
    for (const call of this.trace.calls) this.addCall(files, call);
    for (const insn of this.trace.insnById.values()) this.addInsn(files, insn);
    return files;
  }

  private addCall(files: Map<string, Entry>, { id, site, stack }: Call): void {
    for (const place of [...(site ? [site] : []), ...stack]) add(this.entry(files, place.file)?.calls, place.line, id);
  }

  private addInsn(files: Map<string, Entry>, { id, file, line, inlined }: Insn): void {
    for (const place of [{ file, line }, ...inlined]) {
      if (place.file !== null && place.line !== null) add(this.entry(files, place.file)?.insns, place.line, id);
    }
  }

  private entry(files: Map<string, Entry>, file: string): Entry | undefined {
    const path = this.path(file);
    if (path === null) return undefined;
    let entry = files.get(path);
    if (!entry) files.set(path, entry = { calls: new Map(), insns: new Map() });
    return entry;
  }
}

function add(lines: Map<number, Set<number>> | undefined, line: number, id: number): void {
  if (!lines) return;
  const ids = lines.get(line);
  if (ids) ids.add(id);
  else lines.set(line, new Set([id]));
}
