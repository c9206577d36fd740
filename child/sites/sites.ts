/** Call sites: captured for each call, defined once for each distinct stack. */
import { sep } from 'node:path';
import type { Definitions, Frame } from '../core/definitions';
import { capture } from './capture';
import { SourceMaps, toPath } from './sourcemap';

/** Frames of a site that are kept. */
const KEPT = 8;
const bindingFile = /[\\/]node_modules[\\/](koffi|@koromix[\\/][^\\/]+)[\\/]/;

export class Sites {
  readonly #definitions: Definitions;
  readonly #home: string;
  readonly #extra: readonly string[];
  readonly #maps = new SourceMaps();
  readonly #known = new Map<string, number>();
  /** Whether a file's frames are left out, by the name V8 gives it. */
  readonly #hidden = new Map<string, boolean>();

  /** `home`: folder of the hook; `bindings`: folders of bindings that were found under other names. */
  constructor(definitions: Definitions, home: string, bindings: readonly string[]) {
    this.#definitions = definitions;
    this.#home = home + sep;
    this.#extra = bindings;
  }

  /** Id of the innermost frame of the program above `below`; 0 when there is none. */
  here(below: Function): number {
    const sites = capture(below);
    let key = '';
    let count = 0;
    for (const site of sites) {
      const file = site.getFileName();
      if (file === null || file === undefined || this.#hides(file)) continue;
      key += `${count === 0 ? file : ''}@${(site as unknown as { getPosition(): number }).getPosition()}`;
      if (++count === KEPT) break;
    }
    if (count === 0) return 0;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const id = this.#definitions.site(this.#frames(sites));
    this.#known.set(key, id);
    return id;
  }

  #frames(sites: readonly NodeJS.CallSite[]): Frame[] {
    const frames: Frame[] = [];
    for (const site of sites) {
      const file = site.getFileName();
      if (file === null || file === undefined || this.#hides(file)) continue;
      const place = this.#maps.original({ file: toPath(file), line: site.getLineNumber() ?? 1, column: site.getColumnNumber() ?? 1 });
      frames.push({ name: site.getFunctionName(), ...place });
      if (frames.length === KEPT) break;
    }
    return frames;
  }

  #hides(file: string): boolean {
    let hidden = this.#hidden.get(file);
    if (hidden === undefined) {
      const path = toPath(file);
      hidden = file.startsWith('node:') || path.startsWith(this.#home) || bindingFile.test(path) || this.#extra.some((folder) => path.startsWith(folder));
      this.#hidden.set(file, hidden);
    }
    return hidden;
  }
}
