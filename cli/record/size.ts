const UNITS: ReadonlyMap<string | undefined, number> = new Map([
  ['', 1], ['b', 1], ['k', 1024], ['kib', 1024], ['m', 1024 ** 2], ['mib', 1024 ** 2], ['g', 1024 ** 3], ['gib', 1024 ** 3],
]);

/** Bytes in a text such as "65536", "64KiB" or "1 MiB"; null when it is none. */
export function parseSize(text: string): number | null {
  const match = /^\s*(\d+)\s*([a-z]*)\s*$/i.exec(text);
  const unit = UNITS.get(match?.[2]?.toLowerCase());
  if (!match || unit === undefined) return null;
  const bytes = Number(match[1]) * unit;
  return Number.isSafeInteger(bytes) ? bytes : null;
}

/** Bytes for people: "1.2 MiB". */
export function formatSize(bytes: number): string {
  const steps = ['B', 'KiB', 'MiB', 'GiB'];
  let value = bytes;
  let step = 0;
  while (value >= 1024 && step < steps.length - 1) { value /= 1024; step++; }
  return `${step === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${steps[step]}`;
}
