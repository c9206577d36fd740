import { CanvasStack, type Painter, type Size } from '../canvas/stack';
import type { CanvasView } from '../state/canvasview';
import { selectOrdinal } from '../state/select';
import type { AxisWindow, Hover, State } from '../state/state';
import type { Changed, Store } from '../state/store';
import { int, plural } from '../text/format';
import type { Theme } from '../theme/theme';
import { axisScale, paddedWindow, smallestWindow, type AxisScale } from './axis/scale';
import { callBands, type Band } from './bands';
import { TimelineLoader } from './data/loader';
import { nearestAccess } from './data/nearest';
import { FlagPlaces } from './flags';
import { paintHoverLayer } from './paint/hover';
import { bandBoxes } from './paint/bands';
import { flagBoxes } from './paint/flags';
import { touchAt } from './paint/pinned';
import { paintTimeline, type Scene } from './paint/scene';
import { pickBand, pickFlag, pickInLanes, type Picked } from './pick';
import { gestureAt, listenToPointer, type Gesture } from './pointer';
import { isIn, stripRows, type Rows } from './rows';
import { axisLength, callWindow, movedTo, sameWindow, showsWell, SMALL_CALL } from './windows';
import { AxisZoom } from './zoom';
import { t } from '../text/l10n';

/** Nested bands get rows of their own from this width, in CSS pixels. */
const NESTED_WIDTH = 12;

/** Accesses over time or in sequence: one lane for each region, its offsets downwards. */
export class Timeline implements CanvasView, Painter {
  note = '';
  onNote: (() => void) | null = null;
  readonly #stack: CanvasStack;
  readonly #loader: TimelineLoader;
  readonly #flags: FlagPlaces;
  readonly #zoom: AxisZoom;
  readonly #stop: (() => void)[] = [];
  #bands: Band[] = [];
  #rowOfCall = new Map<number, number>();
  #rows: Rows = stripRows(0, 0, 1, false);
  /** Where in the window the minimap was grabbed, in units of the axis. */
  #grab: number | null = null;
  #brush: readonly [number, number] | null = null;

  constructor(host: HTMLElement, readonly store: Store, readonly panel: boolean) {
    this.#loader = new TimelineLoader(store, () => this.#changed());
    this.#flags = new FlagPlaces(store, () => this.#changed());
    this.#stack = new CanvasStack(host, this, t('Timeline: accesses to each region in order. Arrows step, W S zoom, A D pan, F fit, T time or sequence, M table.'));
    this.#zoom = new AxisZoom(this.#stack.top, event => gestureAt(this.#rows, ...this.#stack.point(event), event.shiftKey) === 'pan', window => this.#show(window));
    this.#stop.push(listenToPointer(this.#stack, {
      rows: () => this.#rows,
      drag: (gesture, from, to, done) => this.#drag(gesture, from, to, done),
      click: (x, y) => void this.#click(x, y),
      doubleClick: (x, y, out) => { if (!isIn(this.#rows.minimap, y)) this.#zoom.scaleBy(out ? 1 / 3 : 3, x); },
      hover: (x, y) => this.#hover(x, y),
      leave: () => this.#setHover(null),
    }), store.subscribe((changed, state, before) => this.#update(changed, state, before)));
    this.#layBands();
    this.#loader.loadPin(store.state.pin);
    this.resized(this.#stack.size);
  }

  /** Time the last picture took, in milliseconds. */
  get lastDraw(): number { return this.#stack.lastDraw; }

  zoom(direction: 1 | -1): void {
    const { access } = this.store.state;
    const scale = this.#scale();
    const cursor = access ? scale.x(scale.axis === 'time' ? access.time : access.ordinal + 0.5) : NaN;
    const visible = cursor >= scale.left && cursor <= scale.right;
    this.#zoom.scaleBy(direction > 0 ? 2 : 0.5, visible ? cursor : (scale.left + scale.right) / 2);
  }

  pan(direction: 1 | -1): void { this.#zoom.panBy((-direction * (this.#rows.right - this.#rows.left)) / 4); }

  showPinned(): void { /* Only the page map does. */ }

  fit(): void {
    const { trace, axis, call, view } = this.store.state;
    const selected = call === null ? undefined : trace.callById.get(call);
    const window = selected ? callWindow(trace, selected, axis) : null;
    this.#show(window && !sameWindow(view, window) ? window : null);
  }

  fitAll(): void { this.#show(null); }

  destroy(): void {
    for (const stop of this.#stop) stop();
    this.#loader.destroy();
    this.#flags.destroy();
    this.#zoom.destroy();
    this.#stack.destroy();
  }

  resized(size: Size): void {
    // Called by the stack's constructor too, before the rest is there.
    if (!this.#zoom) return;
    this.#rows = stripRows(size.width, size.height, this.#bandRows(), this.panel);
    const { axis } = this.store.state;
    this.#zoom.configure({ fold: this.#loader.fold(axis), left: this.#rows.left, right: this.#rows.right, smallest: smallestWindow(axis) }, size.height);
    this.#load();
  }

  paint(ink: CanvasRenderingContext2D, theme: Theme): void { paintTimeline(ink, theme, this.#scene()); }

  paintHover(ink: CanvasRenderingContext2D, theme: Theme): void { paintHoverLayer(ink, theme, this.#scene(), this.#brush); }

  get #window(): AxisWindow {
    const { trace, axis, view } = this.store.state;
    return view ?? [0, axisLength(trace, axis)];
  }

  #scale(): AxisScale {
    const { axis } = this.store.state;
    return axisScale(axis, this.#loader.fold(axis), this.#window, this.#rows.left, this.#rows.right);
  }

  #whole(): AxisScale {
    const { trace, axis } = this.store.state;
    return axisScale(axis, this.#loader.fold(axis), [0, axisLength(trace, axis)], this.#rows.left, this.#rows.right);
  }

  #scene(): Scene {
    const scale = this.#scale();
    const { picture } = this.#loader;
    return {
      state: this.store.state, rows: this.#rows, scale, whole: this.#whole(), loader: this.#loader,
      // A picture of the other axis cannot be drawn on this one.
      picture: picture?.scan.axis === scale.axis ? picture : null,
      bands: bandBoxes(this.#bands, this.#rows, scale), rowOfCall: call => this.#rowOfCall.get(call) ?? 0, flags: flagBoxes(this.#flags.places, this.#rows, scale),
    };
  }

  #show(window: AxisWindow | null): void {
    const { trace, axis } = this.store.state;
    const whole = [0, axisLength(trace, axis)] as const;
    const view = window && !sameWindow(window, whole) ? window : null;
    if (!sameWindow(view, this.store.state.view)) this.store.dispatch({ type: 'view', view });
  }

  #layBands(): void {
    this.#bands = callBands(this.store.trace, this.store.state.axis);
    this.#rowOfCall = new Map(this.#bands.filter(band => !band.callback).map(band => [band.call, band.row]));
  }

  /** Rows of bands that the window needs: nested ones only when they are wide enough to see. */
  #bandRows(): number {
    const [from, to] = this.#window;
    const scale = this.#scale();
    const seen = (band: Band): boolean => band.to >= from && band.from <= to && scale.x(Math.min(to, band.to)) - scale.x(Math.max(from, band.from)) >= NESTED_WIDTH;
    return this.#bands.reduce((most, band) => band.row + 1 > most && seen(band) ? band.row + 1 : most, 1);
  }

  #load(): void {
    this.#zoom.show(this.#window);
    this.#rows = stripRows(this.#stack.size.width, this.#stack.size.height, this.#bandRows(), this.panel);
    const { left, right, lanes } = this.#rows;
    const room = this.panel ? { ...lanes, most: 4, compact: true } : lanes;
    if (right > left && this.#stack.size.width > 0) void this.#loader.load({ window: this.#window, left, right, room });
    this.#stack.redraw();
  }

  #update(changed: Changed, state: State, before: State): void {
    if (changed('axis')) {
      this.#layBands();
      this.#flags.update();
      this.resized(this.#stack.size);
    }
    if (changed('choices')) this.#loader.regroup(state.choices.lanesBy);
    if (changed('pin')) this.#loader.loadPin(state.pin);
    if (changed('measure')) this.#loader.loadMeasure(state.measure);
    if (changed('findings')) this.#flags.update();
    if (changed('call') && !changed('view')) this.#showCall(state);
    if (changed('access') && state.access && !changed('view')) this.#showAccess(state.access.time, state.access.ordinal + 0.5);
    if (changed('view', 'axis', 'filter', 'call') || before.choices.lanesBy !== state.choices.lanesBy) this.#load();
    if (changed('access', 'pin', 'call', 'finding', 'findings')) this.#stack.redraw();
    if (changed('hover', 'measure') || before.access !== state.access) this.#stack.redrawHover();
  }

  /** Moves the window to a newly selected call unless it is already shown well. */
  #showCall(state: State): void {
    const call = state.call === null ? undefined : state.trace.callById.get(state.call);
    if (!call) return;
    const count = call.lastOrdinal - call.firstOrdinal;
    if (state.axis === 'time' && count > 0 && count < SMALL_CALL) {
      this.store.dispatch({ type: 'axis', axis: 'sequence', view: callWindow(state.trace, call, 'sequence') });
      return;
    }
    const window = callWindow(state.trace, call, state.axis);
    if (!showsWell(this.#window, window)) this.#show(window);
  }

  #showAccess(time: number, place: number): void {
    const { trace, axis } = this.store.state;
    this.#show(movedTo(this.#window, axis === 'time' ? time : place, axisLength(trace, axis)));
  }

  #changed(): void {
    if (!this.#stack) return;
    this.#stack.redraw();
    const note = this.#noteText();
    if (note === this.note) return;
    this.note = note;
    this.onNote?.();
  }

  #noteText(): string {
    const { picture, overview } = this.#loader;
    if (!picture) return t('reading …');
    const { reads, writes, matched } = picture.scan;
    const count = this.store.state.filter.matcher ? t('{0} of {1} in view', int(matched), plural(reads + writes, 'access')) : t('{0} in view', plural(reads + writes, 'access'));
    return overview?.done === false ? t('{0} · reading …', count) : picture.approximate ? t('{0} · approximate', count) : count;
  }

  #pick(x: number, y: number): Picked | null {
    const scene = this.#scene();
    const found = pickFlag(scene.flags, x, y) ?? pickBand(scene.bands, x, y);
    return found ?? (scene.picture ? pickInLanes(scene.picture, scene.scale, x, y) : null);
  }

  #hover(x: number, y: number): void {
    const picked = this.#pick(x, y);
    if (!picked || picked.kind === 'flag') this.#setHover(null);
    else if (picked.kind === 'call') this.#setHover({ call: picked.call, access: null, bytes: null });
    else {
      const { offset, size } = picked.kind === 'item' ? picked.item : picked;
      const bytes = this.#loader.grouping.bytesAt(picked.lane.lane.track, offset, size, this.store.state.call);
      this.#setHover({ call: null, access: picked.kind === 'item' ? picked.item.ordinal : null, bytes });
    }
    this.#stack.top.style.cursor = cursorFor(gestureAt(this.#rows, x, y, false), picked);
  }

  #setHover(hover: Hover | null): void {
    const before = this.store.state.hover;
    if (hover === before || (hover && before && JSON.stringify(hover) === JSON.stringify(before))) return;
    this.store.dispatch({ type: 'hover', hover });
  }

  async #click(x: number, y: number): Promise<void> {
    if (this.#rows.pinned && isIn(this.#rows.pinned, y)) return this.#clickPinned(x);
    if (gestureAt(this.#rows, x, y, false) !== 'pan') return;
    if (this.store.state.measure) this.store.dispatch({ type: 'measure', measure: null });
    const picked = this.#pick(x, y);
    if (!picked) return;
    if (picked.kind === 'call') this.store.dispatch({ type: 'call', call: picked.call });
    else if (picked.kind === 'flag') await this.#selectFinding(picked.index);
    else if (picked.kind === 'item') await selectOrdinal(this.store, picked.item.ordinal);
    else if (picked.lane.density) {
      const { grouping, overview, signal } = this.#loader;
      const ordinal = await nearestAccess({ trace: this.store.trace, grouping, signal }, picked.lane.lane, this.#scale(), overview, x, y);
      if (ordinal !== null) await selectOrdinal(this.store, ordinal);
    }
  }

  async #selectFinding(index: number): Promise<void> {
    const ordinal = this.store.state.findings[index]?.ordinal ?? null;
    const access = ordinal === null ? null : await this.store.trace.access(ordinal);
    this.store.dispatch({ type: 'finding', finding: index, access });
  }

  async #clickPinned(x: number): Promise<void> {
    const touches = this.#loader.touches?.found;
    if (!touches) return;
    const scale = this.#scale();
    let best = -1;
    let least = 10;
    for (let i = 0; i < touches.ordinals.length; i++) {
      const away = Math.abs(scale.x(touchAt(touches, i, scale.axis)) - x);
      if (away < least) { least = away; best = i; }
    }
    if (best >= 0) await selectOrdinal(this.store, touches.ordinals[best]!, { keepPin: true });
  }

  #drag(gesture: Exclude<Gesture, 'pan'>, from: number, to: number, done: boolean): void {
    const scale = this.#scale();
    const { axis, trace } = this.store.state;
    if (gesture === 'minimap') this.#dragMinimap(from, to, done);
    else if (gesture === 'measure') {
      const [a, b] = [scale.value(clamp(Math.min(from, to), scale)), scale.value(clamp(Math.max(from, to), scale))];
      this.store.dispatch({ type: 'measure', measure: { axis, from: a, to: b } });
    } else if (done) {
      this.#brush = null;
      const [a, b] = [scale.value(clamp(Math.min(from, to), scale)), scale.value(clamp(Math.max(from, to), scale))];
      this.#show(paddedWindow(axis, a, b, axisLength(trace, axis), 0));
    } else {
      this.#brush = [clamp(Math.min(from, to), scale), clamp(Math.max(from, to), scale)];
      this.#stack.redrawHover();
    }
  }

  /** Moves the window; a press beside it first puts its middle there. */
  #dragMinimap(from: number, to: number, done: boolean): void {
    const whole = this.#whole();
    const place = (x: number): number => whole.fold.toPlace(whole.value(clamp(x, whole)));
    const [start, end] = [whole.fold.toPlace(this.#window[0]), whole.fold.toPlace(this.#window[1])];
    const size = end - start;
    if (this.#grab === null) this.#grab = place(from) >= start && place(from) <= end ? place(from) - start : size / 2;
    const next = Math.max(0, Math.min(whole.fold.length - size, place(to) - this.#grab));
    this.#show([whole.fold.toValue(next), whole.fold.toValue(next + size)]);
    if (done) this.#grab = null;
  }
}

function clamp(x: number, { left, right }: { left: number; right: number }): number {
  return Math.max(left, Math.min(right, x));
}

function cursorFor(gesture: Gesture, picked: Picked | null): string {
  if (gesture === 'minimap') return 'grab';
  if (gesture === 'brush') return 'col-resize';
  return picked && picked.kind !== 'bytes' ? 'pointer' : 'default';
}
