import { CanvasStack, type Painter, type Size } from '../canvas/stack';
import { inSameMemory, inTrack, toRegionBytes } from '../canvas/tracks';
import type { CanvasView } from '../state/canvasview';
import { selectFinding } from '../state/steps';
import type { State } from '../state/state';
import type { Changed, Store } from '../state/store';
import type { Theme } from '../theme/theme';
import { PageMapData } from './data';
import { partAt } from './fields';
import { placeTile, type TileModel } from './model';
import { paintRing } from './paint/marks';
import type { KeyEntry } from './colouring';
import type { FindingSpot } from './paint/findings';
import { paintScene, stickyHeight } from './paint/scene';
import { rowsModel } from './rows';
import { modelFor, sightOf, transformFor, type Sight } from './sight';
import { hitCell, mainTile, transformTo, type Target } from './scene';
import { addModeSwitch, type ModeSwitch } from './switch';
import { MapZoom } from './zoom';
import { t } from '../text/l10n';

const NO_KEY: readonly KeyEntry[] = [];

/**
 * All regions of the selected call on one screen, down to single bytes in one continuous zoom. Draws from the store's state and
 * from counts that it loads itself.
 */
export class PageMap implements CanvasView, Painter {
  note = '';
  onNote: (() => void) | null = null;
  /** Called when somebody zoomed or moved this map, not when it followed another one. */
  onMoved: (() => void) | null = null;
  /** Called when it shows another call, as a whole. */
  onCall: (() => void) | null = null;
  readonly #stack: CanvasStack;
  readonly #zoom: MapZoom;
  readonly #switch: ModeSwitch;
  readonly #data: PageMapData;
  readonly #unsubscribe: () => void;
  /** Index of the track shown as a hex dump; null: the map. */
  #rows: number | null = null;
  #following = false;
  #shownKey: readonly KeyEntry[] = [];

  /** Where the signs of findings are, in CSS pixels. */
  spots: readonly FindingSpot[] = [];

  /** @param call shows this call, whatever is selected */
  constructor(host: HTMLElement, readonly store: Store, readonly call?: number) {
    this.#data = new PageMapData(store, () => this.#changed(), call);
    this.#stack = new CanvasStack(host, this, t('Page map: which bytes of each region were read and written. W S zoom, A D pan, Z pinned bytes, X rows of 16 bytes, M table.'));
    this.#zoom = new MapZoom(this.#stack.top, {
      moved: () => { this.#changed(); this.#tellMoved(); },
      click: (x, y, single) => this.#click(x, y, single),
      leaveRows: (x, y) => this.#showRows(null, [x, y]),
    });
    this.#switch = addModeSwitch(host, rows => this.#showRows(rows ? this.#main()?.model.tile.index ?? null : null));
    this.#listen();
    this.#unsubscribe = store.subscribe((changed, state, before) => this.#update(changed, state, before));
    this.resized(this.#stack.size);
    this.#data.load(true);
  }

  zoom(direction: 1 | -1): void {
    if (this.#rows !== null && direction < 0) this.#showRows(null);
    else this.#zoom.scaleBy(direction > 0 ? 2 : 0.5);
  }

  pan(direction: 1 | -1): void { this.#zoom.panBy(-direction * this.#stack.size.width / 4, 0); }

  showPinned(): void {
    const pin = inTrack(this.#data.map, this.store.state.pin);
    const model = pin && this.#data.models[pin.index];
    if (!model) return;
    const part = partAt(model.parts, pin.offset);
    const range = part && part.size > pin.size && part.size <= 64 ? part : pin;
    this.#rows = null;
    this.#applyMode();
    this.#zoom.set(transformTo(model, range.offset, range.size, this.#stack.size));
  }

  fit(): void {
    this.#rows = null;
    this.#applyMode();
    this.#zoom.set({ x: 0, y: 0, k: 1 });
  }

  fitAll(): void { this.fit(); }

  /** What it looks at; null when no region is in view. */
  get sight(): Sight | null { return sightOf(this.#models(), this.#zoom.transform, this.#stack.size, this.#rows !== null); }

  /** Looks at the same bytes as another map; stays where it is when it has no such region. */
  follow(sight: Sight): void {
    const model = modelFor(sight, this.#data.models);
    if (sight.kind === 'part' && !model) return;
    this.#following = true;
    this.#rows = sight.kind === 'part' && sight.rows ? model?.tile.index ?? null : null;
    this.#applyMode();
    if (sight.kind === 'whole') this.#zoom.set({ x: 0, y: 0, k: 1 });
    else if (model) this.#zoom.set(transformFor(sight, this.#models().find(each => each.tile.index === model.tile.index) ?? model, this.#stack.size));
    this.#following = false;
  }

  destroy(): void {
    this.#unsubscribe();
    this.#data.destroy();
    this.#zoom.destroy();
    this.#switch.destroy();
    this.#stack.destroy();
  }

  /** What the inks mean; empty while they mean read and written. */
  get key(): readonly KeyEntry[] { return this.#data.colouring?.key ?? NO_KEY; }

  /** Time the last picture took, in milliseconds. */
  get lastDraw(): number { return this.#stack.lastDraw; }

  resized(size: Size): void {
    // Called by the stack's constructor too, before it is known here.
    if (!this.#zoom) return;
    this.#data.layout(size);
    this.#applyMode();
  }

  paint(ink: CanvasRenderingContext2D, theme: Theme, size: Size): void {
    const models = this.#models();
    this.spots = paintScene(ink, theme, {
      models, transform: this.#zoom.transform, size, rows: this.#rows !== null, colouring: this.#data.colouring, finding: this.store.state.finding,
    });
    if (models.length > 0) return;
    ink.fillStyle = theme.dim;
    ink.font = theme.font(13);
    ink.textAlign = 'center';
    ink.fillText(this.#data.call === null ? t('no memory was followed in this recording') : t('no pointer arguments in this call'), size.width / 2, size.height / 2);
  }

  paintHover(ink: CanvasRenderingContext2D, theme: Theme, size: Size): void {
    const { pin, hover } = this.store.state;
    const head = stickyHeight(this.#models(), this.#zoom.transform, size, this.#rows !== null);
    ink.save();
    ink.beginPath();
    ink.rect(0, head, size.width, size.height - head);
    ink.clip();
    for (const [bytes, kind] of [[pin, 'selection'], [hover?.bytes ?? null, 'hover']] as const) {
      const target = inTrack(this.#data.map, bytes) ?? inSameMemory(this.store.trace, this.#data.map, bytes);
      const model = target && this.#models().find(each => each.tile.index === target.index);
      if (model) paintRing(ink, theme, model, placeTile(model.tile, this.#zoom.transform, size.width, size.height), target, kind);
    }
    ink.restore();
  }

  #tellMoved(): void {
    if (!this.#following) this.onMoved?.();
  }

  #models(): readonly TileModel[] {
    const model = this.#rows === null ? undefined : this.#data.models[this.#rows];
    return model ? [rowsModel(model, this.#stack.size)] : this.#data.models;
  }

  #main(): ReturnType<typeof mainTile> { return mainTile(this.#models(), this.#zoom.transform, this.#stack.size); }

  #listen(): void {
    const { top } = this.#stack;
    top.addEventListener('pointermove', event => this.#hover(event.buttons ? null : this.#hit(...this.#stack.point(event))));
    top.addEventListener('pointerleave', () => this.#hover(null));
    top.addEventListener('keydown', event => {
      if (event.key.toLowerCase() !== 'x' || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      this.#showRows(this.#rows === null ? this.#main()?.model.tile.index ?? null : null);
    });
  }

  #hit(x: number, y: number): Target | null {
    return hitCell(this.#models(), this.#zoom.transform, this.#stack.size, x, y);
  }

  #hover(target: Target | null): void {
    const before = this.store.state.hover;
    if (!target) {
      if (before) this.store.dispatch({ type: 'hover', hover: null });
      return;
    }
    const bytes = this.#bytes(target);
    const same = before?.bytes && before.bytes.region === bytes.region && before.bytes.offset === bytes.offset && before.bytes.size === bytes.size;
    if (!same) this.store.dispatch({ type: 'hover', hover: { call: null, access: null, bytes } });
  }

  #bytes({ index, offset, size }: Target): { region: number; offset: number; size: number } {
    return toRegionBytes(this.#data.map, index, offset, size, this.#data.call);
  }

  /** Pins the cell, or the field it is in; `single` (Alt): the byte alone. */
  #click(x: number, y: number, single: boolean): void {
    const spot = this.spots.find(each => Math.abs(each.x - x) <= 8 && Math.abs(each.y - y) <= 8);
    if (spot) return void selectFinding(this.store, spot.index);
    const target = this.#hit(x, y);
    if (!target) return;
    const model = this.#data.models[target.index];
    const part = target.size === 1 && model && !single ? partAt(model.parts, target.offset) : null;
    this.store.dispatch({ type: 'pin', pin: this.#bytes(part ? { ...target, offset: part.offset, size: part.size } : target) });
  }

  #update(changed: Changed, state: State, before: State): void {
    if (changed('call') && this.call === undefined) {
      this.#rows = null;
      this.#data.load(true);
      this.#applyMode();
      this.follow({ kind: 'whole' });
      this.onCall?.();
    } else if (changed('filter')) this.#data.load(false);
    if (changed('findings')) this.#data.layout(this.#stack.size);
    if (before.choices.mapColour !== state.choices.mapColour) this.#data.recolour();
    if (changed('finding', 'findings')) this.#stack.redraw();
    if (changed('pin', 'access') && state.pin) this.#reveal();
    if (changed('pin', 'hover')) this.#stack.redrawHover();
  }

  /** Pans so that newly selected bytes are in view; does not zoom. */
  #reveal(): void {
    const target = inTrack(this.#data.map, this.store.state.pin);
    const model = target && this.#models().find(each => each.tile.index === target.index);
    if (!target || !model) return;
    const { width, height } = this.#stack.size;
    const placed = placeTile(model.tile, this.#zoom.transform, width, height);
    const [column, row] = model.tile.grid.place(target.offset);
    const [x, y] = [placed.x + (column + 0.5) * placed.width, placed.y + (row + 0.5) * placed.height];
    if (x < 0 || y < 0 || x > width || y > height) this.#zoom.panBy(this.#rows === null ? width / 2 - x : 0, height / 2 - y);
  }

  /** Goes between the map and the hex dump and keeps the byte in the middle (or under `at`) where it is. */
  #showRows(index: number | null, at?: readonly [number, number]): void {
    if (index === this.#rows) return;
    const { width, height } = this.#stack.size;
    const middle = this.#hit(...(at ?? [width / 2, height / 2])) ?? this.#hit(width / 3, height / 2) ?? inTrack(this.#data.map, this.store.state.pin);
    this.#rows = index;
    this.#applyMode();
    const model = this.#models().find(each => each.tile.index === (index ?? middle?.index));
    const offset = middle && middle.index === model?.tile.index ? middle.offset : 0;
    if (!model) return;
    if (index === null) this.#zoom.set(transformTo(model, offset, 1, this.#stack.size));
    else this.#zoom.set({ x: 0, y: Math.min(0, height / 2 - model.tile.y - model.tile.grid.place(offset)[1] * model.tile.cellHeight), k: 1 });
    this.#stack.top.focus({ preventScroll: true });
  }

  #applyMode(): void {
    this.#zoom.configure(this.#stack.size, this.#models(), this.#rows !== null);
    this.#changed();
  }

  #changed(): void {
    if (!this.#stack) return;
    this.#stack.redraw();
    const main = this.#main();
    const nested = main ? this.#data.models[main.model.tile.index]!.tile.grid.units.length > 1 : false;
    this.#switch.update(this.#rows !== null ? 'rows' : main && nested && main.level.unit === 1 ? 'blocks' : 'hidden');
    this.#data.wantContents(main?.level.style === 'values' ? this.#models() : [], this.#zoom.transform, this.#stack.size);
    const note = this.#noteText(main);
    if (note === this.note && this.#shownKey === this.key) return;
    this.note = note;
    this.#shownKey = this.key;
    this.onNote?.();
  }

  #noteText(main: ReturnType<typeof mainTile>): string {
    const { k } = this.#zoom.transform;
    const scale = k < 10 ? k.toFixed(1) : Math.round(k).toLocaleString('en-US');
    const unit = !main ? '' : main.level.unit === 1 ? t('bytes') : main.level.unit === 256 ? t('256 B blocks') : main.level.unit === 4096 ? t('pages') : t('{0} KiB cells', main.level.unit / 1024);
    const loading = this.#data.progress < 1 ? t(' · counting {0} %', Math.floor(this.#data.progress * 100)) : this.#data.approximate ? t(' · approximate') : '';
    return (this.#rows !== null ? t('rows of 16 bytes') : `${scale}×${unit && ` · ${unit}`}`) + loading;
  }
}
