import type { Cancel } from '../../../trace/cursor/cancel';
import type { Position } from '../../../trace/cursor/position';
import { placeOfBytes, placeOfElement, placeOfField, placeOfRegion, type Place } from '../../../trace/cursor/place';
import { PREVIEW_BYTES, preview } from '../../../trace/cursor/values';
import type { Field, Region } from '../../../trace/model/types';
import { hex } from '../../../trace/text/numbers';
import type { ReplaySession } from './replaySession';

/** A variable that can be looked into: what `variables` answers with. */
export interface Node {
  readonly name: string;
  readonly value: string;
  readonly type?: string;
  /** What evaluates to it again. */
  readonly expression?: string;
  readonly place?: Place;
  readonly children?: Children;
}

/** Parts of a variable. `indexed`: how many are numbered, and may be asked for in pieces. */
export interface Children {
  readonly indexed: number;
  get(cancel: Cancel, start: number, count: number): Promise<readonly Node[]>;
}

export const fixed = (nodes: readonly Node[] | (() => Promise<readonly Node[]>)): Children => ({
  indexed: 0,
  get: async () => (typeof nodes === 'function' ? nodes() : nodes),
});

/** Memory as variables, as it is at one moment. */
export class PlaceNodes {
  constructor(private readonly session: ReplaySession, private readonly position: Position) {}

  region(region: Region, cancel: Cancel, name?: string): Promise<Node> {
    const place = placeOfRegion(region);
    return this.place(place, region.fields, cancel, name ?? place.name, region.kind === 'string');
  }

  bytes(address: bigint, size: number, name: string, cancel: Cancel): Promise<Node> {
    return this.place(placeOfBytes(address, size, name), [], cancel);
  }

  /** `fields`: of the struct that each element is. */
  async place(place: Place, fields: readonly Field[], cancel: Cancel, name = place.name, isText = false): Promise<Node> {
    const size = Math.min(place.size, Math.max(PREVIEW_BYTES, isText ? 4 * PREVIEW_BYTES : 0));
    const contents = await this.session.memory.read({ address: place.address, size }, this.position, cancel);
    const children = this.children(place, fields);
    return {
      name, value: place.fields.length > 0 ? `{${hex(place.address)}}` : preview(place, contents, isText),
      type: place.element === null ? place.type : `${place.type}[${Math.floor(place.size / place.element)}]`,
      expression: place.name, place, ...(children ? { children } : {}),
    };
  }

  private children(place: Place, fields: readonly Field[]): Children | undefined {
    const { element } = place;
    if (element !== null) {
      const total = Math.floor(place.size / element);
      return {
        indexed: total,
        get: (cancel, start, count) => Promise.all(Array.from({ length: Math.max(0, Math.min(count, total - start)) }, (_, at) => {
          const inner = placeOfElement(place, start + at, fields) as Place;
          return this.place(inner, [], cancel, `[${start + at}]`);
        })),
      };
    }
    if (place.fields.length === 0) return undefined;
    return {
      indexed: 0,
      get: cancel => Promise.all(place.fields.map(field => this.place(placeOfField(place.name, place.address, field), [], cancel, field.name))),
    };
  }
}
