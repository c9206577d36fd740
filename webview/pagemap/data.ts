import { buildTracks, inTrack, type TrackMap } from '../canvas/tracks';
import type { Size } from '../canvas/stack';
import type { Store } from '../state/store';
import { ordinalsOf } from '../state/scope';
import { colouringOf, type Colouring } from './colouring';
import { loadContents } from './contents';
import type { Counts } from './counts';
import { partsOf } from './fields';
import { levelFor } from './level';
import { loadLast } from './last';
import { loadCounts, type LoadedCounts } from './load';
import { paddingOf } from './padding';
import type { FindingMark } from './paint/findings';
import { placeTile, type MapTransform, type TileModel } from './model';
import { layoutTiles } from './tiles';

/** Most regions drawn at once; the ones with most memory in calls with more. */
const MOST_TILES = 400;

/** What the page map draws: regions of the selected call, their counts and contents, laid out. */
export class PageMapData {
  map: TrackMap = buildTracks([]);
  models: readonly TileModel[] = [];
  /** Share of the accesses counted, 0 to 1. */
  progress = 1;
  /** Counts come from the index: of whole stretches, not of each byte. */
  approximate = false;
  /** Null while the inks mean read and written, and until it is known what else they mean. */
  colouring: Colouring | null = null;
  #size: Size = { width: 0, height: 0 };
  #counts: LoadedCounts | null = null;
  #abort = new AbortController();
  #colourAbort = new AbortController();
  readonly #contents = new Map<number, Uint8Array | null>();

  /** @param fixed the call that is shown, whatever is selected */
  constructor(readonly store: Store, readonly changed: () => void, readonly fixed?: number) {}

  get call(): number | null { return this.fixed ?? this.store.state.call; }

  /** Counts again. `fresh`: other regions are shown; else only the filter changed, and the old counts stay until the new ones are there. */
  load(fresh: boolean): void {
    const { trace, filter } = this.store.state;
    const { call } = this;
    if (fresh) {
      const regions = call === null ? [...trace.regionById.values()] : trace.callById.get(call)?.regions ?? [];
      this.map = limited(buildTracks(regions, call));
      this.#counts = null;
      this.#contents.clear();
      this.layout(this.#size);
    }
    this.#abort.abort();
    this.#colourAbort.abort();
    if (fresh) this.colouring = null;
    const abort = this.#abort = new AbortController();
    this.progress = 0;
    loadCounts({
      trace, map: this.map, call, matcher: filter.matcher, signal: abort.signal,
      progress: share => { this.progress = Math.min(share, 0.99); if (share < 1) this.changed(); },
    }).then(counts => {
      this.#counts = counts;
      this.approximate = counts.approximate;
      this.progress = 1;
      this.layout(this.#size);
      this.recolour();
      this.changed();
    }, error => { if (!abort.signal.aborted) reportError(error); });
  }

  layout(size: Size): void {
    this.#size = size;
    const { map } = this;
    const inputs = map.tracks.map((track, index) => ({ track, ...touchedAround(track.size, this.#counts?.all[index]) }));
    this.models = layoutTiles(inputs, size.width, size.height).map(tile => {
      const track = map.tracks[tile.index]!;
      return {
        track, tile, parts: partsOf(track), padding: paddingOf(track), findings: this.#findingsOf(tile.index), counts: this.#counts?.all[tile.index] ?? null,
        matched: this.#counts?.matched?.[tile.index] ?? null, contents: this.#contents.get(tile.index) ?? null,
      };
    }).sort((a, b) => a.tile.index - b.tile.index);
  }

  /** Loads the contents of models that show values in view. */
  wantContents(models: readonly TileModel[], transform: MapTransform, size: Size): void {
    const { trace } = this.store.state;
    const { call } = this;
    for (const { tile, track } of models) {
      const placed = placeTile(tile, transform, size.width, size.height);
      if (!placed.visible || this.#contents.has(tile.index) || levelFor(tile.grid.units, placed.width, placed.height).style !== 'values') continue;
      const contents = this.#contents;
      contents.set(tile.index, null);
      const { map } = this;
      loadContents(trace, map, track, call).then(bytes => {
        if (this.map !== map) return;
        contents.set(tile.index, bytes);
        this.layout(this.#size);
        this.changed();
      }, reportError);
    }
  }

  /** The inks mean something else now, or what they mean is not known any more. */
  recolour(): void {
    this.#colourAbort.abort();
    const { trace, filter: { matcher }, choices: { mapColour } } = this.store.state;
    const counts = this.#counts?.matched ?? this.#counts?.all;
    if (mapColour === 'kind' || !counts) {
      this.colouring = null;
      return this.changed();
    }
    const { call, map } = this;
    const ordinals = ordinalsOf(trace, call);
    if (mapColour === 'count') {
      this.colouring = colouringOf(mapColour, { trace, counts, last: [], ordinals });
      return this.changed();
    }
    const abort = this.#colourAbort = new AbortController();
    loadLast({
      trace, map, call, matcher, signal: abort.signal, wanted: piecesOf(counts),
      report: last => { this.colouring = colouringOf(mapColour, { trace, counts, last, ordinals }); this.changed(); },
    }).catch((error: unknown) => { if (!abort.signal.aborted) reportError(error); });
  }

  destroy(): void {
    this.#abort.abort();
    this.#colourAbort.abort();
  }

  #findingsOf(track: number): FindingMark[] {
    return this.store.state.findings.flatMap(({ region, offset, size, severity }, index) => {
      const place = region === null || offset === null ? null : inTrack(this.map, { region, offset, size: size ?? 1 });
      return place?.index === track ? [{ index, severity, offset: place.offset, size: Math.max(1, place.size) }] : [];
    });
  }
}

/** Stretch of a region that was touched beyond its ends. */
function touchedAround(size: number, counts: { first: number; grain: number; reads: Uint32Array; writes: Uint32Array; bytesBefore: number; bytesAfter: number } | undefined): { first: number; end: number } {
  if (!counts || (!counts.bytesBefore && !counts.bytesAfter)) return { first: 0, end: size };
  const touched = (at: number): boolean => counts.reads[at]! > 0 || counts.writes[at]! > 0;
  let from = 0;
  while (from < -counts.first && !touched(from)) from++;
  let to = counts.reads.length;
  while (to > size - counts.first && !touched(to - 1)) to--;
  return { first: from + counts.first, end: to + counts.first };
}

function limited(map: TrackMap): TrackMap {
  if (map.tracks.length <= MOST_TILES) return map;
  const largest = [...map.tracks].sort((a, b) => b.size - a.size)[MOST_TILES - 1]!.size;
  const kept = map.tracks.filter(track => track.size >= largest).slice(0, MOST_TILES);
  return buildTracks(kept.flatMap(track => track.regions));
}

/** Pieces of memory inside the regions that were touched, and that were written. */
function piecesOf(counts: readonly Counts[]): { touched: number; written: number } {
  let [touched, written] = [0, 0];
  for (const { reads, writes, first, grain } of counts) {
    const before = -first / grain;
    for (let i = before; i < reads.length - before; i++) {
      if (reads[i] || writes[i]) touched++;
      if (writes[i]) written++;
    }
  }
  return { touched, written };
}
