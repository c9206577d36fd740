import type { ByteRange } from '../../trace/queries/types';
import { shortName } from '../../trace/queries/fields';
import { parseNumber } from '../../trace/filter/numbers';
import type { Region, Trace } from '../../trace/model/types';
import { Failure } from '../io/failure';

const EXAMPLE = 'examples: dst, dst+16,8, 7+16 (region 7), hdr.count; with --call N, of that call';

/**
 * Bytes as they are typed: `dst`, `dst+16`, `dst+16,8`, `7+16,8` (by the region's id), `hdr.count`. A name means the region of that
 * name in the call, or in the only call that has one. Throws Failure that names what is wrong.
 */
export function parseBytes(trace: Trace, text: string, call: number | undefined): ByteRange {
  const [, name = '', from, length] = /^(.+?)(?:\+([^,]+?))?(?:,(.+))?$/.exec(text.trim()) ?? [];
  const field = fieldOf(trace, name, call);
  const region = field?.region ?? regionOf(trace, name, call);
  const offset = (field?.offset ?? 0) + numberOf(from ?? '0', text);
  const size = length !== undefined ? numberOf(length, text) : field ? field.size : from === undefined ? region.size : 1;
  if (size < 1) throw new Failure(`"${text}": no bytes; ${EXAMPLE}`);
  return { region: region.id, offset, size };
}

export function regionOf(trace: Trace, name: string, call: number | undefined): Region {
  const id = /^\d+$/.test(name) ? trace.regionById.get(Number(name)) : undefined;
  if (id) return id;
  const named = [...trace.regionById.values()].filter(region => shortName(region) === name || region.label === name);
  const found = call === undefined ? named : named.filter(region => region.call === call);
  if (found.length === 1) return found[0] as Region;
  if (found.length > 1) throw new Failure(`"${name}": ${found.length} regions have this name, in calls ${calls(found)}; say which with --call`);
  throw new Failure(`"${name}": there is no such region${call === undefined ? '' : ` in call ${call}`}${named.length > 0 ? `; there is one in call ${calls(named)}` : ''}; ${EXAMPLE}`);
}

function fieldOf(trace: Trace, name: string, call: number | undefined): { region: Region; offset: number; size: number } | null {
  const dot = name.indexOf('.');
  if (dot < 0) return null;
  const region = regionOf(trace, name.slice(0, dot), call);
  const field = region.fields.find(one => one.name === name.slice(dot + 1));
  if (!field) throw new Failure(`"${name}": ${shortName(region)} has no such field; it has ${region.fields.map(one => one.name).join(', ') || 'none'}`);
  return { region, offset: field.offset, size: field.size };
}

function calls(regions: readonly Region[]): string {
  const ids = regions.map(region => region.call ?? 'none');
  return ids.length > 8 ? `${ids.slice(0, 8).join(', ')}, ...` : ids.join(', ');
}

function numberOf(text: string, all: string): number {
  const value = parseNumber(text);
  if (value === null) throw new Failure(`"${all}": "${text}" is not a number; ${EXAMPLE}`);
  return value;
}

/** A moment: the ordinal of an access, `start`, or `end`. */
export function parseMoment(trace: Trace, text: string): number {
  if (text === 'start') return -1;
  if (text === 'end') return trace.accessCount;
  const value = parseNumber(text);
  if (value === null || value < 0 || value >= trace.accessCount) throw new Failure(`"${text}" is no moment; give start, end, or the number of an access, 0 to ${trace.accessCount - 1}`);
  return value;
}
