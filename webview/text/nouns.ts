import { t } from './l10n';

/** What is counted, in the forms that languages with one plural need; a language with more picks from these. */
export const NOUNS = {
  'JavaScript frame': [t('{0} JavaScript frame'), t('{0} JavaScript frames')],
  access: [t('{0} access'), t('{0} accesses')],
  byte: [t('{0} byte'), t('{0} bytes')],
  call: [t('{0} call'), t('{0} calls')],
  callback: [t('{0} callback'), t('{0} callbacks')],
  element: [t('{0} element'), t('{0} elements')],
  'equal access': [t('{0} equal access'), t('{0} equal accesses')],
  error: [t('{0} error'), t('{0} errors')],
  finding: [t('{0} finding'), t('{0} findings')],
  instruction: [t('{0} instruction'), t('{0} instructions')],
  line: [t('{0} line'), t('{0} lines')],
  'more field': [t('{0} more field'), t('{0} more fields')],
  'more function': [t('{0} more function'), t('{0} more functions')],
  'more lane': [t('{0} more lane'), t('{0} more lanes')],
  'more line': [t('{0} more line'), t('{0} more lines')],
  'more region': [t('{0} more region'), t('{0} more regions')],
  'more thread': [t('{0} more thread'), t('{0} more threads')],
  place: [t('{0} place'), t('{0} places')],
  process: [t('{0} process'), t('{0} processes')],
  read: [t('{0} read'), t('{0} reads')],
  region: [t('{0} region'), t('{0} regions')],
  stretch: [t('{0} stretch'), t('{0} stretches')],
  'system call': [t('{0} system call'), t('{0} system calls')],
  thread: [t('{0} thread'), t('{0} threads')],
  warning: [t('{0} warning'), t('{0} warnings')],
  write: [t('{0} write'), t('{0} writes')],
} as const satisfies Record<string, readonly [one: string, other: string]>;

export type Noun = keyof typeof NOUNS;
