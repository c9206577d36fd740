// Numbers as words: units always, thousands separated. Shared by the views, the checks and the command line.

/** 61,376 */
export function thousands(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 1 });
}

/** "1 access", "3 accesses" */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${thousands(value)} ${value === 1 ? one : many}`;
}

/** "28 B", "4 KiB", "49.1 KiB", "1.5 MiB" */
export function bytes(size: number): string {
  if (size < 1024) return `${thousands(size)} B`;
  const units = ['KiB', 'MiB', 'GiB', 'TiB'];
  let value = size / 1024;
  let unit = 0;
  while (value >= 1023.95 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${thousands(value)} ${units[unit] as string}`;
}

/** Nanoseconds as "312 ns", "41.2 µs", "3.1 ms", "2.4 s", "3 min 20 s" */
export function duration(ns: number): string {
  if (ns < 1e3) return `${thousands(Math.round(ns))} ns`;
  if (ns < 999.95e3) return `${thousands(ns / 1e3)} µs`;
  if (ns < 999.95e6) return `${thousands(ns / 1e6)} ms`;
  if (ns < 120e9) return `${thousands(ns / 1e9)} s`;
  return `${thousands(Math.floor(ns / 60e9))} min ${Math.round((ns % 60e9) / 1e9)} s`;
}

/** "+16", "-8" */
export function signedOffset(offset: number): string {
  return offset < 0 ? `-${thousands(-offset)}` : `+${thousands(offset)}`;
}

/** "0x7f12..." */
export function hex(value: bigint | number): string {
  return value < 0 ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
}
