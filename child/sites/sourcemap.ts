/**
 * Positions in generated files to positions in the sources they were made from. Node's own maps come first (loaders that
 * translate in memory register them there), then the map that the file names: inline or beside it.
 */
import { readFileSync } from 'node:fs';
import { findSourceMap } from 'node:module';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import type { Place } from '../core/definitions';

const read = readFileSync;
/** The comment stands at the end; what follows it may be a few lines of a banner or a signature. */
const TAIL = 4096;

export class SourceMaps {
  readonly #maps = new Map<string, TraceMap | null>();

  /** The place in the source, or the place itself where there is no map. Lines and columns count from 1. */
  original(place: Place): Place {
    try {
      return registered(place) ?? this.#fromFile(place) ?? place;
    } catch {
      return place; // a broken map is no reason to lose the place
    }
  }

  #fromFile(place: Place): Place | null {
    let map = this.#maps.get(place.file);
    if (map === undefined) { map = load(place.file); this.#maps.set(place.file, map); }
    if (map === null) return null;
    const found = originalPositionFor(map, { line: place.line, column: place.column - 1 });
    return found.source === null ? null : { file: toPath(found.source), line: found.line, column: found.column + 1 };
  }
}

interface Entry { readonly originalSource?: string; readonly originalLine?: number; readonly originalColumn?: number }

function registered(place: Place): Place | null {
  const entry = findSourceMap(place.file)?.findEntry(place.line - 1, place.column - 1) as Entry | undefined;
  if (entry?.originalSource === undefined || entry.originalLine === undefined) return null;
  return { file: toPath(entry.originalSource), line: entry.originalLine + 1, column: (entry.originalColumn ?? 0) + 1 };
}

function load(file: string): TraceMap | null {
  try {
    const text = read(file, 'utf8');
    const at = text.lastIndexOf('//# sourceMappingURL=');
    const url = at < 0 ? undefined : /^\/\/# sourceMappingURL=(\S+)/.exec(text.slice(at))?.[1];
    if (url === undefined || (text.length - at - url.length > TAIL)) return null;
    if (url.startsWith('data:')) return new TraceMap(decodeInline(url), file);
    const path = url.startsWith('file:') ? fileURLToPath(url) : resolve(dirname(file), decodeURI(url));
    return new TraceMap(read(path, 'utf8'), path);
  } catch {
    return null;
  }
}

function decodeInline(url: string): string {
  const comma = url.indexOf(',');
  const body = url.slice(comma + 1);
  return url.slice(0, comma).endsWith(';base64') ? Buffer.from(body, 'base64').toString('utf8') : decodeURIComponent(body);
}

export const toPath = (source: string): string => (source.startsWith('file:') ? fileURLToPath(source) : source);
