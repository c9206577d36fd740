import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { accessAt } from '../model/access';
import type { Access, Trace } from '../model/types';
import { bytesSource, openTrace } from '../open';
import { accessesThat } from '../queries/accesses-to';
import { countThat } from '../queries/count';
import { TraceBuilder } from '../testing/builder';
import { complete } from './complete';
import { compileFilter } from './filter';

let trace: Trace;
beforeAll(async () => { trace = await openTrace(bytesSource(smallTrace())); });

const type = { name: 'Header', size: 16, fields: [['magic', 'u32', 4], ['len', 'u32', 4], ['name', 'char[8]', 8]] as const };

/** Call 1 parses, call 2 packs; letters name the accesses. */
function smallTrace(): Uint8Array {
  const builder = new TraceBuilder();
  const hdr = { label: 'arg 0 hdr', size: 16, type, arg: 0 };
  const dst = { label: 'arg 1 dst', size: 64, arg: 1 };
  const fn = (name: string) => ({ name, library: 'libx.so', params: [['hdr', 'Header *', 'inout'], ['dst', 'uint8 *', 'out']] as const });
  const one = builder.begin({ fn: fn('parse'), line: 1, args: [], regions: [hdr, dst] }).regions as [number, number];
  builder.access({ region: one[0], offset: 0, size: 4, line: 10, file: 'codec.c', fn: 'parse' }); // a
  builder.access({ region: one[0], offset: 4, size: 4, write: true, line: 11, file: 'codec.c', fn: 'parse' }); // b
  builder.access({ region: one[1], offset: 12, size: 8, write: true, line: 12, file: 'codec.c', fn: 'copy' }); // c
  builder.end();
  const two = builder.begin({ fn: fn('pack'), line: 2, args: [], regions: [hdr, dst] }).regions as [number, number];
  builder.access({ region: two[1], offset: 8, size: 4, flags: 2, line: 12, file: 'other.c', fn: 'copy' }); // d
  builder.access({ region: two[0], offset: 2, size: 4, line: 20, file: 'other.c', fn: 'pack' }); // e
  builder.access({ region: 0, anchor: two[1], offset: 64, size: 1, write: true, flags: 4, line: 21, file: 'other.c', fn: 'pack' }); // f
  builder.end();
  return builder.finish();
}

async function matching(text: string): Promise<string> {
  const { filter, error } = compileFilter(text, trace);
  if (error !== null) return error;
  let found = '';
  for await (const block of trace.blocks()) {
    for (let row = 0; row < block.length; row++) if (filter?.matches(block, row)) found += 'abcdef'[block.firstOrdinal + row];
  }
  return found;
}

describe('the terms of a filter', () => {
  it.each([
    ['kind:write', 'bcf'], ['kind:read', 'ade'], ['-kind:write', 'ade'], ['KIND:W', 'bcf'],
    ['size>=8', 'c'], ['size<4', 'f'], ['size>4', 'c'], ['size<=1', 'f'], ['size:4', 'abde'], ['size:1..4', 'abdef'], ['size:5..', 'c'], ['size=0x8', 'c'],
    ['in:dst', 'cd'], ['in:hdr', 'abe'], ['in:none', 'f'], ['-in:none', 'abcde'], ['in:"arg 1 dst"', 'cd'], ['in:d*', 'cd'], ['in:nothing', ''],
    ['field:hdr.len', 'be'], ['field:len', 'be'], ['field:magic', 'ae'], ['field:m*', 'ae'],
    ['call:1', 'abc'], ['call:2..9', 'def'], ['call:..1', 'abc'], ['call>1', 'def'],
    ['fn:parse', 'abc'], ['fn:copy', 'cd'], ['-fn:pack', 'abc'],
    ['line:codec.c:10', 'a'], ['line:codec.c:11..12', 'bc'], ['line:codec.c', 'abc'], ['line:wire/other.c:12', 'd'],
    ['offset:12..15', 'c'], ['offset:15', 'c'], ['offset:0..3', 'ae'], ['offset>=20', 'f'],
    ['thread:1', 'abcdef'], ['thread:2', ''], ['by:kernel', 'f'], ['by:instruction', 'abcde'], ['certain:no', 'd'], ['certain:yes', 'abcef'],
    ['time:..1002100ns', 'ab'], ['time>=1.0021ms', 'cdef'], ['line:app.js:2', 'def'], ['certain:false', 'd'], ['certain:true', 'abcef'],
    ['kind:write or in:dst', 'bcdf'], ['not kind:write', 'ade'], ['not (kind:write or size:4)', ''], ['size:4 (in:dst or in:none)', 'd'], ['kind:write and not size:4', 'cf'],
    ['call:1 kind:read or call:2 kind:write', 'af'], ['-(call:1)', 'def'], ['not not kind:read', 'ade'], ['KIND:write OR by:kernel', 'bcf'],
    ['kind:write in:dst', 'c'], ['kind:write -in:dst', 'bf'], ['-kind:write -size:4 ', ''],
  ])('%s', async (text, expected) => {
    expect(await matching(text)).toBe(expected);
  });

  it.each([
    ['foo', '"foo" is not a term of the filter; terms are kind:write by:kernel'], ['constructor:1', '"constructor:1" is not a term'],
    ['size>=many', `"size>=many" can't be understood; an example: size>=8`], ['kind:maybe', 'an example: kind:write'], ['call:9..3', 'an example: call:3..9'],
    ['line:', 'an example: line:codec.c:120'], ['in>dst', 'an example: in:dst'],
    ['or', 'a term is missing behind "or"'], ['and', 'a term is missing behind "and"; an example: kind:write and size>=8'], ['(size:4', '"(" is not closed; an example: '], ['size:4)', '")" has no "("'],
    ['()', 'a term is missing in front of ")"'], ['not', 'a term is missing behind "not"'], ['time:soon', 'an example: time:1.2ms..3ms'],
  ])('%s is named as wrong', async (text, expected) => {
    expect(await matching(`kind:write ${text}`)).toContain(expected);
  });

  it('filters nothing when it is empty', () => {
    expect(compileFilter('  ', trace)).toEqual({ filter: null, error: null, at: null });
  });
});

describe('combinations', () => {
  const tests: Record<string, (access: Access) => boolean> = {
    'kind:write': access => access.kind === 'write', 'size>=4': access => access.size >= 4, 'in:dst': access => access.region !== null && trace.regionById.get(access.region)?.label === 'arg 1 dst',
    'call:1': access => access.call === 1, 'certain:no': access => !access.certain, 'by:kernel': access => access.by === 'kernel',
  };

  it('hold exactly where all their terms hold, each plain, negated or left out', async () => {
    const all: Access[] = [];
    for await (const block of trace.blocks()) for (let row = 0; row < block.length; row++) all.push(accessAt(trace, block, row));
    const names = Object.keys(tests);
    for (let choice = 1; choice < 3 ** names.length; choice++) {
      const chosen = names.map((name, at) => ({ name, how: Math.floor(choice / 3 ** at) % 3 })).filter(({ how }) => how > 0);
      const text = chosen.map(({ name, how }) => (how === 2 ? `-${name}` : name)).join(' ');
      const expected = all.filter(access => chosen.every(({ name, how }) => tests[name]!(access) === (how === 1)));
      expect(`${text} ${await matching(text)}`).toBe(`${text} ${expected.map(access => 'abcdef'[access.ordinal]).join('')}`);
    }
  });
});

describe('the index and the rows', () => {
  const recording = readFileSync(fileURLToPath(new URL('../testing/recordings/random-1.ffitrace', import.meta.url)));
  const filters = [
    'kind:write', 'not kind:write', 'by:kernel', 'size>=16', 'size:1..2', 'call:3..9', 'call>29', 'thread:2', 'offset:16..32', 'offset>=19000', 'time:5ms..6.1ms', 'in:hdr', 'in:none', 'not in:none',
    'in:big or in:src', 'fn:parse', 'fn:f1', 'line:codec.c:104', 'line:other.c', 'certain:false', 'kind:write (call:..4 or time>=25ms) not in:dst', 'not (kind:read or thread:1)', 'fn:nothing', 'call:1..30',
  ];

  it.each(filters)('agree on %s', async text => {
    const random = await openTrace(bytesSource(recording));
    const { filter } = compileFilter(text, random);
    if (!filter) throw new Error('no filter');
    let expected = 0;
    for await (const block of random.blocks()) {
      const mask = filter.mask(block).slice(0, block.length);
      for (let row = 0; row < block.length; row++) expected += mask[row] as number;
    }
    expect(await countThat(random, filter)).toBe(expected);
    const found = [];
    for await (const { rows } of accessesThat(random, filter)) found.push(...rows);
    expect(found.length).toBe(expected);
    if (text === 'call:1..30') expect(expected).toBe(random.accessCount);
  });
});

describe('completion', () => {
  const offered = (text: string): string[] => complete(text, text.length, trace).map(one => `${text.slice(0, one.from)}${one.text}`);

  it.each([
    ['ki', ['kind:write']], ['kind:', ['kind:write', 'kind:read']], ['kind:r', ['kind:read', 'kind:write']], ['-kind:w', ['-kind:write']], ['in:d', ['in:dst', 'in:hdr']],
    ['kind:write field:hdr.l', ['kind:write field:hdr.len']], ['fn:co', ['fn:copy']], ['line:co', ['line:codec.c:10', 'line:codec.c:11', 'line:codec.c:12']], ['(thread:', ['(thread:1']],
  ])('offers what fits behind %s', (text, expected) => {
    expect(offered(text)).toEqual(expected);
  });

  it('replaces the word under the caret and nothing else', () => {
    expect(complete('kind:wr size:4', 7, trace)).toEqual([{ text: 'kind:write', about: '', from: 0, to: 7 }]);
  });
});
