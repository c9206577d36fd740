import type { Finding, Region } from '../../trace/model/types';
import { bytes } from '../text/format';

export interface RuleWords {
  /** What it means, one sentence. */
  readonly means: string;
  readonly because: string;
  /** A fix to try; null when there is nothing to change in the program. */
  readonly fix: ((finding: Finding, region: Region | undefined) => string) | null;
}

const grow = (finding: Finding, region: Region | undefined): string => {
  const end = (finding.offset ?? 0) + (finding.size ?? 0);
  return region && end > region.size
    ? `Give it ${bytes(end)} or more: it was given ${bytes(region.size)}, and the access ends at +${end}. Or tell the library the true length.`
    : 'Check the pointer and the length that the call was given.';
};

const WORDS: Readonly<Record<string, RuleWords>> = {
  'out-of-bounds-write': {
    means: 'The library wrote outside the memory it was given.',
    because: 'The bytes there belong to whatever lies next to it.',
    fix: grow,
  },
  'out-of-bounds-read': {
    means: 'The library read outside the memory it was given.',
    because: 'What it read there may be different in the next run.',
    fix: grow,
  },
  'lost-write': {
    means: 'Your program will never see these bytes.',
    because: 'The binding copies this argument to the library, but not back.',
    fix: () => 'Declare the argument as out or inout (koffi.out, koffi.inout), or pass a Buffer.',
  },
  'never-written': {
    means: 'Your program gets back bytes the library never wrote.',
    because: 'Nothing wrote to them during the call, so they still hold what was there before.',
    fix: () => 'Look at the result of the call before using them, or set them before the call and declare the argument as inout.',
  },
  'layout-mismatch': {
    means: 'The declared layout is not the one the library was compiled with.',
    because: 'One access covers your fields only in part.',
    fix: () => 'Compare the declaration with the header of the library: the size of each field, their order, and packing.',
  },
  'use-after-call': {
    means: 'The library used memory that was only lent to it for an earlier call.',
    because: 'After that call the memory may hold something else.',
    fix: () => 'Keep the memory alive as long as the library does: koffi.alloc, or a Buffer that your program holds on to.',
  },
  crash: {
    means: 'A signal ended the program inside this call.',
    because: 'What was recorded up to there is kept.',
    fix: () => 'Look at the last accesses before it, and at the pointer the call was given.',
  },
  'exit-override': {
    means: 'The program ended with another code than the one it registered.',
    because: 'The registered code is what the recorder reports.',
    fix: null,
  },
  untraced: {
    means: 'Part of this recording is missing.',
    because: 'Findings about that part are not possible.',
    fix: null,
  },
};

export function wordsOf(rule: string): RuleWords {
  return WORDS[rule] ?? { means: '', because: '', fix: null };
}
