import { t } from './l10n';

/** What the filter's terms are about, in the language of the page; the words of the filter itself are the same everywhere. */
export const ABOUT: Readonly<Record<string, string>> = {
  'read or write': t('read or write'),
  'done by the kernel in a system call, or by an instruction': t('done by the kernel in a system call, or by an instruction'),
  'whether it surely happened as shown': t('whether it surely happened as shown'),
  bytes: t('bytes'),
  'the call, by its number': t('the call, by its number'),
  'the thread, by its number in the recording': t('the thread, by its number in the recording'),
  'bytes from the start of the region that it touches': t('bytes from the start of the region that it touches'),
  'since the recording began': t('since the recording began'),
  'the region, by its name or label; none: outside every region': t('the region, by its name or label; none: outside every region'),
  'a declared field that it shares a byte with': t('a declared field that it shares a byte with'),
  'calls of this function, and instructions in it': t('calls of this function, and instructions in it'),
  'the source line, native or of the call in JavaScript': t('the source line, native or of the call in JavaScript'),
  'what does not match the term behind it': t('what does not match the term behind it'),
  'what matches either side': t('what matches either side'),
  'terms that belong together': t('terms that belong together'),
  'in a system call': t('in a system call'),
  'may have touched less': t('may have touched less'),
  'outside every region': t('outside every region'),
  'called from JavaScript': t('called from JavaScript'),
  'native function': t('native function'),
};

/** Names and types of the recording stay as they are. */
export function aboutText(about: string): string {
  return Object.hasOwn(ABOUT, about) ? ABOUT[about] as string : about;
}
