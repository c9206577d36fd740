import type { Call, Region, Trace } from '../../model/types';

// How much of a result counts is told by a number that the program gets or gave, or by the text in it.

const CHARACTERS = /^(?:s?char|char16(?:_t)?|char32(?:_t)?|wchar(?:_t)?|int8(?:_t)?)$/;
/** Bytes may be text as well. */
const BYTES = /^(?:uint8(?:_t)?|uchar|unsigned char|byte|void)$/;

/** Whether the first `end` bytes end in a zero where the region holds text; bytes are text when that is their only zero. Without contents it is believed. */
export async function isTerminated(trace: Trace, region: Region, end: number): Promise<boolean> {
  const characters = region.fields.length > 0 || (region.typeName !== null && CHARACTERS.test(region.typeName));
  if (end === 0 || (!characters && !isBytes(region))) return false;
  const contents = await trace.snapshot(region.id, 'after');
  if (contents === null || contents.length < end) return true;
  return characters ? contents[end - 1] === 0 : contents.indexOf(0) === end - 1;
}

/** Whether the program can know that `end` bytes of the region count: from the result, an argument, or a number the call gave back. */
export async function knowsLength(trace: Trace, call: Call, region: Region, end: number): Promise<boolean> {
  const given = [...call.args.filter(arg => arg.direction === 'value').map(arg => wholeNumber(arg.value))].filter(value => value !== null && value > 0) as number[];
  const result = wholeNumber(call.result ?? '');
  const back = await numbersGivenBack(trace, call, region);
  const products = given.flatMap((one, at) => given.slice(at + 1).map(other => one * other));
  const known = new Set([...given, ...products, ...back, ...(result !== null && result > 0 ? [result, ...given.map(one => one * result)] : [])]);
  const unit = region.typeSize ?? 1;
  const text = isBytes(region) || CHARACTERS.test(region.typeName ?? '');
  return [...known].some(value => value * unit === end || value === end || (text && (value + 1) * unit === end)) || (end === 0 && back.includes(0));
}

function isBytes({ typeName, fields }: Region): boolean {
  return fields.length === 0 && (typeName === null || BYTES.test(typeName));
}

function wholeNumber(text: string): number | null {
  const match = /^(\d+)n?$/.exec(text);
  return match ? Number(match[1]) : null;
}

/** First elements of the integers that the call wrote for the program. */
async function numbersGivenBack(trace: Trace, call: Call, except: Region): Promise<number[]> {
  const numbers: number[] = [];
  for (const region of call.regions) {
    if (region.id === except.id || !region.direction.includes('out') || region.fields.length > 0 || (region.typeSize !== 4 && region.typeSize !== 8)) continue;
    const bytes = await trace.snapshot(region.id, 'after');
    if (bytes === null || bytes.length < region.typeSize) continue;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    numbers.push(region.typeSize === 4 ? view.getUint32(0, true) : Number(view.getBigUint64(0, true)));
  }
  return numbers;
}
