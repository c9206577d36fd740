import { buildTracks, inTrack, type TrackMap } from '../../canvas/tracks';
import type { ByteRange } from '../../protocol';
import type { LaneKind } from '../../state/choices';
import type { Axis, AxisWindow, Measure } from '../../state/state';
import type { Store } from '../../state/store';
import type { Grouping } from '../lanes/grouping';
import { groupingOf } from '../lanes/groupings';
import { foldIdle, unfolded, type Fold } from '../axis/fold';
import type { LaneRoom } from '../lanes/layout';
import { theme } from '../../theme/theme';
import { prepareMarks } from '../paint/marks';
import { loadOverview, ordinalsOfWindow, type Overview } from './overview';
import { loadPicture, type Picture } from './picture';
import { scanWindow } from './scan';
import { loadTouches, type Touches } from './touches';

export interface PictureSpace { readonly window: AxisWindow; readonly left: number; readonly right: number; readonly room: LaneRoom }

/** Reads what the timeline draws. Each kind of load gives way to the next of its kind; `changed` is called when one is there. */
export class TimelineLoader {
  readonly map: TrackMap;
  grouping: Grouping;
  readonly timeFold: Fold;
  readonly sequenceFold: Fold;
  overview: Overview | null = null;
  picture: Picture | null = null;
  touches: { readonly pin: ByteRange; readonly found: Touches } | null = null;
  /** Accesses in the measured stretch. */
  measured: { readonly measure: Measure; readonly reads: number; readonly writes: number } | null = null;
  #waiting: PictureSpace | null = null;
  #busy = false;
  readonly #aborts = { all: new AbortController(), touches: new AbortController(), measure: new AbortController() };

  constructor(readonly store: Store, readonly changed: () => void) {
    const { trace } = store;
    this.map = buildTracks(trace.regionById.values());
    this.grouping = groupingOf(store.state.choices.lanesBy, trace, this.map);
    this.sequenceFold = unfolded(Math.max(1, trace.accessCount));
    this.timeFold = foldIdle(trace.calls.map(call => [call.start, call.end ?? trace.info.duration] as const), Math.max(1, trace.info.duration));
    loadOverview(trace, this.timeFold, this.signal, overview => { this.overview = overview; this.changed(); }).catch(this.#failed);
  }

  get signal(): AbortSignal { return this.#aborts.all.signal; }

  fold(axis: Axis): Fold { return axis === 'time' ? this.timeFold : this.sequenceFold; }

  /** Lanes of another kind; a picture of the old ones is not drawn any more. */
  regroup(kind: LaneKind): void {
    if (kind === this.grouping.kind) return;
    this.grouping = groupingOf(kind, this.store.trace, this.map);
    this.picture = null;
  }

  /** Loads the window; while one is loading, only the last that was asked for is kept waiting. */
  async load(space: PictureSpace): Promise<void> {
    this.#waiting = space;
    if (this.#busy) return;
    this.#busy = true;
    try {
      while (this.#waiting) {
        const next = this.#waiting;
        this.#waiting = null;
        await this.#loadNow(next);
      }
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#busy = false;
    }
  }

  loadPin(pin: ByteRange | null): void {
    this.#aborts.touches.abort();
    const abort = this.#aborts.touches = new AbortController();
    if (!pin || this.touches?.pin !== pin) this.touches = null;
    const target = inTrack(this.map, pin);
    if (!pin || !target) return;
    loadTouches(this.store.trace, this.map, target, abort.signal).then(found => { this.touches = { pin, found }; this.changed(); }, this.#failed);
  }

  loadMeasure(measure: Measure | null): void {
    this.#aborts.measure.abort();
    const { signal } = this.#aborts.measure = new AbortController();
    this.measured = null;
    if (!measure) return;
    const { trace } = this.store;
    const window = [measure.from, measure.to] as const;
    const ordinals = ordinalsOfWindow(measure.axis, window, this.overview, trace.accessCount);
    scanWindow({ trace, grouping: this.grouping, axis: measure.axis, window, ordinals, matcher: null, signal }).then(({ reads, writes }) => {
      this.measured = { measure, reads, writes };
      this.changed();
    }, this.#failed);
  }

  destroy(): void {
    this.#waiting = null;
    for (const abort of Object.values(this.#aborts)) abort.abort();
  }

  async #loadNow({ window, left, right, room }: PictureSpace): Promise<void> {
    const { trace, axis, filter, call } = this.store.state;
    const picture = await loadPicture({
      trace, grouping: this.grouping, map: this.map, axis, window, left, right, room, matcher: filter.matcher, signal: this.signal, fold: this.fold(axis),
      ordinals: ordinalsOfWindow(axis, window, this.overview, trace.accessCount), preferred: this.#preferred(call),
    });
    if (this.store.state.axis !== axis || picture.grouping !== this.grouping) return;
    prepareMarks(theme(), picture);
    this.picture = picture;
    this.changed();
  }

  /** Lanes that must not be missing: those of the selected call and of the pinned bytes. */
  #preferred(call: number | null): ReadonlySet<number> {
    const regions = call === null ? [] : this.store.trace.callById.get(call)?.regions ?? [];
    const { pin } = this.store.state;
    const ranges = [...regions.map(({ id, size }) => ({ region: id, offset: 0, size })), ...(pin ? [pin] : [])];
    return new Set(ranges.flatMap(range => this.grouping.placesOf(range)).flatMap(({ track }) => track ?? []));
  }

  readonly #failed = (error: unknown): void => {
    if (!(error instanceof DOMException && error.name === 'AbortError')) reportError(error);
  };
}
