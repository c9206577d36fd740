import type { Node } from '../format/summary';
import { AccessFlag, type AccessBlock, type Trace } from '../model/types';
import { parseRange, parseTime, type Range } from './numbers';
import type { Term } from './parse';
import { fieldTest, functionTest, lineTest, regionTest } from './places';
import { judgeCount, judgeSpan, type Test } from './test';
import { mayTouch } from '../queries/bytes';
import type { Verdict } from '../queries/visit';

/** A kind of term: an example that works, what it is about, and its test; null when the value makes no sense. */
export interface TermKind { readonly example: string; readonly about: string; compile(term: Term, trace: Trace): Test | null }

type Column = Uint8Array | Uint32Array | Float64Array;

/** A term whose value is a range of numbers, each in a column. */
function numeric(example: string, about: string, column: (block: AccessBlock) => Column, judge: (node: Node, range: Range) => Verdict, byShape: boolean, parse?: typeof parseTime): TermKind {
  return {
    example, about,
    compile({ operator, value }) {
      const range = parseRange(operator, value, parse);
      if (!range) return null;
      const { low, high } = range;
      return {
        byShape, judge: node => judge(node, range),
        mark(block, out) {
          const values = column(block);
          for (let row = 0; row < block.length; row++) out[row] = (values[row] as number) >= low && (values[row] as number) <= high ? 1 : 0;
        },
      };
    },
  };
}

/** A term with `:` and a text. */
function textual(example: string, about: string, compile: (value: string, trace: Trace) => Test | null): TermKind {
  return { example, about, compile: ({ operator, value }, trace) => ((operator === ':' || operator === '=') && value !== '' ? compile(value, trace) : null) };
}

/** A term with one of two words, told apart by a flag of the access. */
function flag(example: string, about: string, bit: number, set: readonly string[], clear: readonly string[], count: (node: Node) => number): TermKind {
  return textual(example, about, value => {
    const word = value.toLowerCase();
    if (!set.includes(word) && !clear.includes(word)) return null;
    const wanted = set.includes(word);
    return {
      byShape: true,
      judge: node => judgeCount(wanted ? count(node) : node.accesses - count(node), node.accesses),
      mark(block, out) {
        const { flags } = block;
        for (let row = 0; row < block.length; row++) out[row] = (((flags[row] as number) & bit) !== 0) === wanted ? 1 : 0;
      },
    };
  });
}

const thread: TermKind = {
  example: 'thread:2', about: 'the thread, by its number in the recording',
  compile({ operator, value }) {
    const range = parseRange(operator, value);
    return range && {
      byShape: true,
      judge: node => (node.thread === 0 ? 'some' : judgeSpan(node.thread, node.thread, range)),
      mark: (block, out) => { out.fill(block.thread >= range.low && block.thread <= range.high ? 1 : 0, 0, block.length); },
    };
  },
};

const offset: TermKind = {
  example: 'offset:16..32', about: 'bytes from the start of the region that it touches',
  compile({ operator, value }) {
    const range = parseRange(operator, value);
    return range && {
      byShape: false,
      judge: node => (node.all && !node.regions.some(region => mayTouch(region, [range.low, range.high + 1])) ? 'none' : 'some'),
      mark(block, out) {
        const { offset: offsets, shapes } = block;
        const size = shapes?.size ?? block.size;
        for (let row = 0; row < block.length; row++) {
          const from = offsets[row] as number;
          out[row] = from <= range.high && from + Math.max(1, size[shapes ? (shapes.which[row] as number) : row] as number) > range.low ? 1 : 0;
        }
      },
    };
  },
};

export const termKinds: Readonly<Record<string, TermKind>> = {
  kind: flag('kind:write', 'read or write', AccessFlag.write, ['write', 'w'], ['read', 'r'], node => node.writes),
  by: flag('by:kernel', 'done by the kernel in a system call, or by an instruction', AccessFlag.kernel, ['kernel'], ['instruction', 'insn'], node => node.kernel),
  certain: flag('certain:false', 'whether it surely happened as shown', AccessFlag.uncertain, ['no', 'false'], ['yes', 'true'], node => node.uncertain),
  size: numeric('size>=8', 'bytes', block => block.size, (node, range) => judgeSpan(...node.sizes, range), true),
  call: numeric('call:3..9', 'the call, by its number', block => block.call, (node, range) => judgeSpan(...node.calls, range), true),
  thread,
  offset,
  time: numeric('time:1.2ms..3ms', 'since the recording began', block => block.time, (node, range) => judgeSpan(node.timeStart, node.timeEnd, range), false, parseTime),
  in: textual('in:dst', 'the region, by its name or label; none: outside every region', regionTest),
  field: textual('field:hdr.len', 'a declared field that it shares a byte with', fieldTest),
  fn: textual('fn:deflate', 'calls of this function, and instructions in it', functionTest),
  line: textual('line:codec.c:120', 'the source line, native or of the call in JavaScript', lineTest),
};
