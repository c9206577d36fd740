import { buildTracks, type TrackMap } from '../canvas/tracks';
import type { Size } from '../canvas/stack';
import type { Store } from '../state/store';
import { loadContents } from './contents';
import { partsOf } from './fields';
import { levelFor } from './level';
import { loadCounts, type LoadedCounts } from './load';
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
  #size: Size = { width: 0, height: 0 };
  #counts: LoadedCounts | null = null;
  #abort = new AbortController();
  readonly #contents = new Map<number, Uint8Array | null>();

  constructor(readonly store: Store, readonly changed: () => void) {}

  /** Counts again. `fresh`: other regions are shown; else only the filter changed, and the old counts stay until the new ones are there. */
  load(fresh: boolean): void {
    const { trace, call, filter } = this.store.state;
    if (fresh) {
      const regions = call === null ? [...trace.regionById.values()] : trace.callById.get(call)?.regions ?? [];
      this.map = limited(buildTracks(regions, call));
      this.#counts = null;
      this.#contents.clear();
      this.layout(this.#size);
    }
    this.#abort.abort();
    const abort = this.#abort = new AbortController();
    this.progress = 0;
    loadCounts({
      trace, map: this.map, call, matcher: filter.matcher, signal: abort.signal,
      progress: share => { this.progress = Math.min(share, 0.99); if (share < 1) this.changed(); },
    }).then(counts => {
      this.#counts = counts;
      this.progress = 1;
      this.layout(this.#size);
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
        track, tile, parts: partsOf(track), counts: this.#counts?.all[tile.index] ?? null,
        matched: this.#counts?.matched?.[tile.index] ?? null, contents: this.#contents.get(tile.index) ?? null,
      };
    }).sort((a, b) => a.tile.index - b.tile.index);
  }

  /** Loads the contents of models that show values in view. */
  wantContents(models: readonly TileModel[], transform: MapTransform, size: Size): void {
    const { trace, call } = this.store.state;
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

  destroy(): void { this.#abort.abort(); }
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
