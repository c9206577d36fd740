import type { State } from '../../state/state';
import { duration, offset, ordinalText } from '../../text/format';
import { fieldName, regionName } from '../../text/names';
import type { Axis } from '../../state/state';

/** The pinned bytes in a few words: "hdr.count", "dst +84,864". */
export function pinName({ pin, trace }: State): string {
  const region = pin ? trace.regionById.get(pin.region) : undefined;
  if (!pin || !region) return '';
  const field = region.fields.find(each => each.offset === pin.offset && each.size === pin.size);
  return field ? fieldName(region, field) : `${regionName(region)} ${offset(pin.offset)}`;
}

/** Label of the cursor: "#60,141", on the time axis "#60,141 · 6.14 ms". */
export function cursorText(ordinal: number, time: number, axis: Axis): string {
  return axis === 'time' ? `${ordinalText(ordinal)} · ${duration(time)}` : ordinalText(ordinal);
}
