import { LOCALE } from './l10n';
import { NOUNS, type Noun } from './nouns';

/** Words and numbers, one way everywhere: a unit always, thousands separated, singular and plural. */

const grouped = new Intl.NumberFormat(LOCALE);
const rules = new Intl.PluralRules(LOCALE);

export const int = (value: number): string => grouped.format(Math.round(value));

/** "28 B", "49.1 KiB", "2 MiB". */
export function bytes(value: number): string {
  if (value < 1024) return `${int(value)} B`;
  const unit = value < 1024 ** 2 ? 'KiB' : value < 1024 ** 3 ? 'MiB' : 'GiB';
  const scaled = value / 1024 ** (unit === 'KiB' ? 1 : unit === 'MiB' ? 2 : 3);
  return `${Number.isInteger(scaled) ? int(scaled) : scaled.toFixed(1)} ${unit}`;
}

/** Nanoseconds as "12 ns", "3.50 µs", "11.3 ms", "2.04 s". */
export function duration(ns: number): string {
  if (ns < 1e3) return `${Math.round(ns)} ns`;
  if (ns < 1e6) return `${(ns / 1e3).toFixed(ns < 1e4 ? 2 : 1)} µs`;
  return ns < 1e9 ? `${(ns / 1e6).toFixed(2)} ms` : `${(ns / 1e9).toFixed(2)} s`;
}

/** "7,057", "53.1 k", "1.2 M": at most five characters or so. */
export function short(value: number): string {
  if (value < 10_000) return int(value);
  return value < 1e6 ? `${(value / 1e3).toFixed(1)} k` : `${(value / 1e6).toFixed(1)} M`;
}

/** Offset with its sign: "+16", "−4". */
export const offset = (value: number): string => (value < 0 ? `−${int(-value)}` : `+${int(value)}`);

/** "1 access", "3 accesses". */
export function plural(count: number, noun: Noun): string {
  const [one, other] = NOUNS[noun];
  return (rules.select(count) === 'one' ? one : other).replace('{0}', int(count));
}

/** Share as "63%"; ">99.9 %" and "<0.1 %" instead of a rounded 100 or 0 that is not true. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return '0 %';
  const value = (part / whole) * 100;
  if (value > 0 && value < 0.1) return '<0.1 %';
  if (value < 100 && value > 99.9) return '>99.9 %';
  return `${value < 10 || value > 99 ? Number(value.toFixed(1)) : Math.round(value)} %`;
}

export const hex2 = (byte: number): string => byte.toString(16).padStart(2, '0');

/** "#40,029": accesses are counted from 1 for people. */
export const ordinalText = (ordinal: number): string => `#${int(ordinal + 1)}`;

/** Last part of a path, for either kind of separator. */
export const baseName = (path: string): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
