import * as vscode from 'vscode';
import type { Finding } from '../../trace/model/types';
import type { LineUse } from '../../trace/summary/lines';
import type { PlaceSummary } from '../../trace/summary/summary';
import type { Examination } from '../reader/examine';
import type { Sources } from '../source/sources';

/** What the last recording of a program saw of some calls. */
export interface Seen { readonly trace: vscode.Uri; readonly places: readonly PlaceSummary[]; readonly findings: readonly Finding[] }

interface Entry { readonly program: string; readonly seen: Seen; readonly lines: readonly LineUse[] }

/** What the latest recordings saw, by place in the program, by function and by source line: for hovers, lenses, decorations and the count in the status bar. */
export class Overview implements vscode.Disposable {
  private readonly entries = new Map<string, Entry>();
  private readonly emitter = new vscode.EventEmitter<void>();
  readonly onDidChange = this.emitter.event;

  constructor(private readonly sources: Sources) {}

  /** Takes the place of older recordings of the same program. */
  set(trace: vscode.Uri, program: string, { places, lines }: Pick<Examination, 'places' | 'lines'>, findings: readonly Finding[]): void {
    for (const [key, other] of this.entries) if (other.program === program) this.entries.delete(key);
    this.entries.set(trace.toString(), { program, seen: { trace, places, findings }, lines });
    this.emitter.fire();
  }

  remove(trace: vscode.Uri): void {
    if (this.entries.delete(trace.toString())) this.emitter.fire();
  }

  clear(): void {
    this.entries.clear();
    this.emitter.fire();
  }

  get findings(): readonly Finding[] { return [...this.entries.values()].flatMap(({ seen }) => seen.findings); }
  get isEmpty(): boolean { return this.entries.size === 0; }

  /** What the lines of a file did, native code or calls in JavaScript; in the order of no particular line. */
  linesOf(file: vscode.Uri): LineUse[] {
    const wanted = file.toString();
    const found = new Map<string, boolean>();
    const isWanted = (name: string): boolean => {
      const known = found.get(name);
      if (known !== undefined) return known;
      // Looking for a file on disk costs more than seeing by its name that it is another one.
      const same = baseName(name) === baseName(wanted) && this.sources.find(name)?.toString() === wanted;
      found.set(name, same);
      return same;
    };
    return [...this.entries.values()].flatMap(({ lines }) => lines.filter(line => isWanted(line.file)));
  }

  /** Calls that begin on a line, counted from 1. */
  onLine(file: vscode.Uri, line: number): Seen[] {
    return this.pick(place => place.line === line && place.file !== null && this.sources.find(place.file)?.toString() === file.toString(),
      finding => finding.site?.line === line && this.sources.find(finding.site.file)?.toString() === file.toString());
  }

  ofFunction(name: string): Seen[] {
    return this.pick(place => place.function === name, finding => finding.function === name);
  }

  functions(): Set<string> {
    return new Set([...this.entries.values()].flatMap(({ seen }) => seen.places.map(place => place.function)));
  }

  dispose(): void { this.emitter.dispose(); }

  private pick(place: (one: PlaceSummary) => boolean, finding: (one: Finding) => boolean): Seen[] {
    return [...this.entries.values()]
      .map(({ seen }) => ({ trace: seen.trace, places: seen.places.filter(place), findings: seen.findings.filter(finding) }))
      .filter(({ places }) => places.length > 0);
  }
}

const baseName = (path: string): string => decodeURIComponent(path.split(/[\\/]/).at(-1) ?? '');
