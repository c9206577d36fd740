import type { Access, Finding, Trace } from '../../trace/model/types';
import { bytes, duration, ordinalText } from '../text/format';
import { exactPlace, insnPlace, place } from '../text/names';
import { t } from '../text/l10n';

/** One access as text with all its numbers, for an issue or a chat. */
export function accessText(trace: Trace, access: Access): string {
  const region = trace.regionById.get(access.region ?? access.anchor ?? 0);
  const call = trace.callById.get(access.call);
  return [
    `${access.kind} ${region ? exactPlace(region, access.offset, access.size) : bytes(access.size)} (0x${access.address.toString(16)}, ${bytes(access.size)})`,
    t('access {0} at {1}, {2}, by {3}', ordinalText(access.ordinal), duration(access.time), access.certain ? 'certain' : t('not certain'), access.by === 'kernel' ? t('the kernel ({0})', access.syscall ?? '?') : 'instruction'),
    t('native: {0}{1}', insnPlace(access.insn), access.insn?.symbol ? ` in ${access.insn.symbol}` : ''),
    call ? t('call: #{0} {1}{2}', call.id, call.function, call.site ? t(' at {0}:{1}', call.site.file, call.site.line) : '') : '',
  ].filter(Boolean).join('\n');
}

export function findingText(trace: Trace, finding: Finding): string {
  const region = finding.region === null ? undefined : trace.regionById.get(finding.region);
  return [
    `${finding.severity}: ${finding.rule}`, finding.message,
    region && finding.offset !== null && finding.size !== null ? t('bytes: {0}', place(region, finding.offset, finding.size)) : '',
    finding.file ? t('native: {0}:{1}{2}', finding.file, finding.line ?? '?', finding.symbol ? ` in ${finding.symbol}` : '') : '',
    finding.call !== null ? t('call: #{0} {1}{2}', finding.call, finding.function ?? '', finding.site ? t(' at {0}:{1}', finding.site.file, finding.site.line) : '') : '',
  ].filter(Boolean).join('\n');
}
