/** A closed range of numbers; open ends are infinite. */
export interface Range { readonly low: number; readonly high: number }

export type Operator = ':' | '=' | '>=' | '<=' | '>' | '<';

const units: Readonly<Record<string, number>> = { '': 1, b: 1, k: 1024, kib: 1024, m: 1024 ** 2, mib: 1024 ** 2 };

/** Nanoseconds of the units of time. */
const times: Readonly<Record<string, number>> = { '': 1, ns: 1, us: 1000, 'µs': 1000, ms: 1e6, s: 1e9 };

/** "1.2ms", "3us", "500": nanoseconds; null for anything else. */
export function parseTime(text: string): number | null {
  const match = /^(\d[\d,_]*(?:\.\d+)?)([a-zµ]*)$/i.exec(text);
  const unit = match && times[(match[2] as string).toLowerCase()];
  return match && unit !== undefined && unit !== null ? Number((match[1] as string).replace(/[,_]/g, '')) * unit : null;
}

/** "8", "0x10", "4,096", "4KiB", "-8"; null for anything else. */
export function parseNumber(text: string): number | null {
  const hex = /^(-?)0x([0-9a-f]+)$/i.exec(text);
  if (hex) return Number.parseInt(hex[2] as string, 16) * (hex[1] ? -1 : 1);
  const match = /^(-?\d[\d,_]*)([a-z]*)$/i.exec(text);
  const unit = match && units[(match[2] as string).toLowerCase()];
  return match && unit !== undefined && unit !== null ? Number((match[1] as string).replace(/[,_]/g, '')) * unit : null;
}

/** What an operator and a value admit: ":8", ":3..9", ":3..", ">=8". */
export function parseRange(operator: Operator, text: string, parse: (text: string) => number | null = parseNumber): Range | null {
  if (operator === ':' || operator === '=') {
    const [first = '', last] = text.split('..', 2);
    const low = first === '' && last ? -Infinity : parse(first);
    const high = last === undefined ? low : last === '' ? Infinity : parse(last);
    return low === null || high === null || low > high ? null : { low, high };
  }
  const value = parse(text);
  if (value === null) return null;
  switch (operator) {
    case '>=': return { low: value, high: Infinity };
    case '>': return { low: value + 1, high: Infinity };
    case '<=': return { low: -Infinity, high: value };
    case '<': return { low: -Infinity, high: value - 1 };
  }
}
