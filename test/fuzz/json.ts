/** Changes to JSON texts that keep them JSON: the fields of the format with values that nobody expects. */
import type { Random } from './random';

/** Texts that do harm where a name is taken for more than a name. */
export const HOSTILE = [
  '<img src=x onerror=alert(1)>', '</script><script>alert(1)</script>', '"><svg onload=alert(1)>', 'javascript:alert(1)', 'command:workbench.action.terminal.new', '[x](command:ffiscope.recordProgram)',
  '\u001b]8;;http://example.invalid\u0007x\u001b]8;;\u0007', '\u001b[2J\u001b[31mred', '\u009b31m', '\r\nffiscope: all is well', '../../../../../../etc/passwd', 'file:///etc/passwd', '\\\\server\\share', '\u202etxt.exe', '__proto__', 'constructor',
  '%s%n{0}', '${7*7}', '=1+1', '\0', 'x'.repeat(700),
];
const NUMBERS = [0, 1, -1, 0.5, 255, 256, 4096, 65535, 65536, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1, 2 ** 53, -(2 ** 53), 1e308, 5e-324];
const ADDRESSES = ['0x0', '0x10', '0xffffffffffffffff', '0x10000000000000000', '-0x1', '0xzz', ''];

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Lines of JSON with some of them changed, doubled, swapped or left out. */
export function changeLines(text: string, random: Random): string {
  const lines = text.split('\n').filter(line => line !== '');
  for (let turns = 1 + random.below(4); turns > 0 && lines.length > 0; turns--) {
    const at = random.below(lines.length);
    const other = random.below(lines.length);
    switch (random.below(6)) {
      case 0: lines.splice(at, 1); break;
      case 1: lines.splice(other, 0, lines[at] ?? ''); break;
      case 2: [lines[at], lines[other]] = [lines[other] ?? '', lines[at] ?? '']; break;
      case 3: lines[at] = (lines[at] ?? '').slice(0, random.below((lines[at] ?? '').length)); break;
      default: lines[at] = changeLine(lines[at] ?? '', random);
    }
  }
  return `${lines.join('\n')}\n`;
}

function changeLine(line: string, random: Random): string {
  try {
    return JSON.stringify(change(JSON.parse(line) as Json, random, 0));
  } catch {
    return line;
  }
}

/** One change somewhere in a value. */
function change(value: Json, random: Random, depth: number): Json {
  if (Array.isArray(value)) return changeList(value, random, depth);
  if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value);
    const key = keys.length === 0 ? 'id' : random.pick(keys);
    if (random.chance(12)) return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
    if (random.chance(30)) return { ...value, [random.pick(['__proto__', 'constructor', 'length', 'id', 'ev', 'def'])]: anything(random, depth) };
    return { ...value, [key]: change(value[key] ?? null, random, depth + 1) };
  }
  return typeof value === 'number' && random.chance(2) ? number(value, random) : anything(random, depth);
}

function changeList(value: Json[], random: Random, depth: number): Json {
  if (value.length === 0 || random.chance(8)) return anything(random, depth);
  const at = random.below(value.length);
  if (random.chance(20)) return Array.from({ length: 300 }, () => value[at] ?? null);
  return value.map((item, index) => (index === at ? change(item, random, depth + 1) : item));
}

const number = (value: number, random: Random): number => random.pick([value + 1, value - 1, -value, value * 2, value / 2, ...NUMBERS]);

function anything(random: Random, depth: number): Json {
  switch (random.below(8)) {
    case 0: return null;
    case 1: return random.chance(2);
    case 2: case 3: return random.pick(NUMBERS);
    case 4: return random.pick(ADDRESSES);
    case 5: return depth > 3 ? [] : [anything(random, depth + 1), anything(random, depth + 1)];
    case 6: return depth > 3 ? {} : { id: anything(random, depth + 1), address: random.pick(ADDRESSES) };
    default: return random.pick(HOSTILE);
  }
}
