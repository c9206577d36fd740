/** Call sites: captured for each call, defined once for each distinct stack. */
import type { Below } from '../core/below';
import type { Agent } from '../agent';
import { sep } from 'node:path';
import type { Definitions, Frame } from '../core/definitions';
import { capture, type CallSites } from './capture';
import { SourceMaps, toPath } from './sourcemap';

/** Frames that tell one site from another; a call from elsewhere further up is the same site. */
const COMPARED = 5;
/** Frames of a site that are kept, of as many looked at: some are Node's or the binding's. */
const KEPT = 8;
const LOOKED_AT = 24;
const bindingFile = /[\\/]node_modules[\\/](koffi|@koromix[\\/][^\\/]+)[\\/]/;

interface Positioned { getPosition(): number }

/** Frames that are not on the stack: of functions that await this one. Or whose code comes and goes as it likes. */
const isElsewhere = (site: NodeJS.CallSite): boolean => site.isAsync() || site.isPromiseAll() || /^wasm:/.test(site.getFileName() ?? '');

/** What begins with the same frames. */
interface Branch { id: number | null; readonly further: Map<number, Branch> }

function grow<Key>(branches: Map<Key, Branch>, key: Key): Branch {
  let branch = branches.get(key);
  if (branch === undefined) branches.set(key, branch = { id: null, further: new Map() });
  return branch;
}

export class Sites {
  readonly #definitions: Definitions;
  readonly #home: string;
  readonly #extra: readonly string[];
  readonly #maps = new SourceMaps();
  /** Files of innermost frames, then positions from the innermost frame outwards. */
  readonly #known = new Map<string, Branch>();
  /** Whether a file's frames are left out, by the name V8 gives it. */
  readonly #hidden = new Map<string, boolean>();

  /** `home`: folder of the hook; `bindings`: folders of bindings that were found under other names. */
  constructor(definitions: Definitions, home: string, bindings: readonly string[]) {
    this.#definitions = definitions;
    this.#home = home + sep;
    this.#extra = bindings;
  }

  /** Id of the innermost frame of the program above `below`; 0 when there is none. */
  here(below: Below): number { return this.#idOf(capture(below, COMPARED), below); }

  /** The same, told to the agent, which has asked for it: it finds the site by the addresses on the stack from then on. */
  learn(below: Below, agent: Agent): number {
    const sites = capture(below, COMPARED);
    const site = this.#idOf(sites, below);
    if (!sites.some(isElsewhere)) agent.learnSite(site, sites.length === COMPARED);
    return site;
  }

  #idOf(sites: CallSites, below: Below): number {
    const innermost = sites[0];
    if (innermost === undefined) return 0;
    let branch = grow(this.#known, innermost.getFileName() ?? '');
    for (const site of sites) branch = grow(branch.further, (site as unknown as Positioned).getPosition());
    return branch.id ??= this.#definitions.site(this.#frames(capture(below, LOOKED_AT)));
  }

  #frames(sites: CallSites): Frame[] {
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
