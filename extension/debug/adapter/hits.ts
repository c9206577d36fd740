import { parseNumber, parseRange, type Operator } from '../../../trace/filter/numbers';

/** Which hits count: the first is 1. */
export type HitTest = (hit: number) => boolean;

export const HIT_EXAMPLES = '3, >=3, 3..5 or %10 (each tenth)';

/** A hit count as typed; null when it is none. Written like the numbers of a filter, and `%10` for each tenth. */
export function parseHits(text: string): HitTest | null {
  const every = /^%\s*(.+)$/.exec(text.trim());
  if (every) {
    const step = parseNumber((every[1] as string).trim());
    return step !== null && Number.isInteger(step) && step > 0 ? hit => hit % step === 0 : null;
  }
  const [, operator = ':', value = ''] = /^(>=|<=|==?|>|<|:)?\s*(.*)$/.exec(text.trim()) ?? [];
  const range = parseRange((operator === '==' ? '=' : operator) as Operator, value);
  return range && (hit => hit >= range.low && hit <= range.high);
}
