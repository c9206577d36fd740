import type { Finding, Region } from '../../trace/model/types';
import { bytes } from '../text/format';
import { t } from '../text/l10n';

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
    ? t('Give it {0} or more: it was given {1}, and the access ends at +{2}. Or tell the library the true length.', bytes(end), bytes(region.size), end)
    : t('Check the pointer and the length that the call was given.');
};

const WORDS: Readonly<Record<string, RuleWords>> = {
  'out-of-bounds-write': {
    means: t('The library wrote outside the memory it was given.'),
    because: t('The bytes there belong to whatever lies next to it.'),
    fix: grow,
  },
  'out-of-bounds-read': {
    means: t('The library read outside the memory it was given.'),
    because: t('What it read there may be different in the next run.'),
    fix: grow,
  },
  'lost-write': {
    means: t('Your program will never see these bytes.'),
    because: t('The binding copies this argument to the library, but not back.'),
    fix: () => t('Declare the argument as out or inout (koffi.out, koffi.inout), or pass a Buffer.'),
  },
  'never-written': {
    means: t('Your program gets back bytes the library never wrote.'),
    because: t('Nothing wrote to them during the call, so they still hold what was there before.'),
    fix: () => t('Look at the result of the call before using them, or set them before the call and declare the argument as inout.'),
  },
  'layout-mismatch': {
    means: t('The declared layout is not the one the library was compiled with.'),
    because: t('One access covers your fields only in part.'),
    fix: () => t('Compare the declaration with the header of the library: the size of each field, their order, and packing.'),
  },
  'use-after-call': {
    means: t('The library used memory that was only lent to it for an earlier call.'),
    because: t('After that call the memory may hold something else.'),
    fix: () => t('Keep the memory alive as long as the library does: koffi.alloc, or a Buffer that your program holds on to.'),
  },
  crash: {
    means: t('A signal ended the program inside this call.'),
    because: t('What was recorded up to there is kept.'),
    fix: () => t('Look at the last accesses before it, and at the pointer the call was given.'),
  },
  'exit-override': {
    means: t('The program ended with another code than the one it registered.'),
    because: t('The registered code is what the recorder reports.'),
    fix: null,
  },
  untraced: {
    means: t('Part of this recording is missing.'),
    because: t('Findings about that part are not possible.'),
    fix: null,
  },
};

export function wordsOf(rule: string): RuleWords {
  return WORDS[rule] ?? { means: '', because: '', fix: null };
}
