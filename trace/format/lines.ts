/** One JSON object of a DEFS or CALLS block, whatever its fields. */
export type Line = Readonly<Record<string, unknown>>;

/** Characters of one line; the longest that a recorder writes names the pages of a region of 8 GiB. */
const MOST_LINE = 16 * 1024 * 1024;

/** `{"ev":""}` */
const SHORTEST_LINE = 9;

/**
 * The objects of a block of JSON lines; lines that are none (a checksum covers them, so: of a newer writer) are left out.
 * @param skips a line, at [from, to) of the text, that is not wanted
 */
export function parseLines(payload: Uint8Array, skips: (text: string, from: number, to: number) => boolean = () => false): Line[] {
  const lines: Line[] = [];
  const text = new TextDecoder().decode(payload);
  // One after the other: a block of nothing but line ends must not become a list of as many texts.
  for (let from = 0, to = 0; from < text.length; from = to + 1) {
    to = text.indexOf('\n', from);
    if (to < 0) to = text.length;
    const line = to - from < SHORTEST_LINE || skips(text, from, to) ? null : parseObject(text.slice(from, to));
    if (line) lines.push(line);
  }
  return lines;
}

/** The lines of a block, one after the other, as they stand there. */
export function* lineTexts(payload: Uint8Array): Generator<string> {
  const text = new TextDecoder().decode(payload);
  for (let from = 0, to = 0; from < text.length; from = to + 1) {
    to = text.indexOf('\n', from);
    if (to < 0) to = text.length;
    if (to - from >= SHORTEST_LINE) yield text.slice(from, to);
  }
}

export function parseObject(text: string): Line | null {
  // Only what may be an object: a parser can be kept busy for long with what is none.
  if (text.length > MOST_LINE || !/^\s*\{/.test(text)) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Line) : null;
  } catch {
    return null;
  }
}

// Readers of fields: what is missing or of another type becomes the neutral value, so that a file of a
// newer minor version, or a hand-made one, never breaks a view.

export function num(line: Line, key: string, otherwise = 0): number {
  const value = line[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}

export function numOrNull(line: Line, key: string): number | null {
  const value = line[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export function str(line: Line, key: string, otherwise = ''): string {
  const value = line[key];
  return typeof value === 'string' ? value : otherwise;
}

export function strOrNull(line: Line, key: string): string | null {
  const value = line[key];
  return typeof value === 'string' ? value : null;
}

export function list(line: Line, key: string): Line[] {
  const value = line[key];
  return Array.isArray(value) ? value.filter((item): item is Line => typeof item === 'object' && item !== null) : [];
}

export function strings(line: Line, key: string): string[] {
  const value = line[key];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

export function numbers(line: Line, key: string): number[] {
  const value = line[key];
  return Array.isArray(value) ? value.filter((item): item is number => typeof item === 'number') : [];
}

export function object(line: Line, key: string): Line {
  const value = line[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Line) : {};
}

/** "0x..." text as bigint, 0 where it is none. */
export function address(line: Line, key: string): bigint {
  const text = str(line, key);
  return /^0x[0-9a-f]{1,16}$/i.test(text) ? BigInt(text) : 0n;
}
