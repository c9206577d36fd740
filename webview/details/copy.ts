import type { Access, Finding, Trace } from '../../trace/model/types';
import { bytes, duration, ordinalText } from '../text/format';
import { exactPlace, insnPlace, place } from '../text/names';

/** One access as text with all its numbers, for an issue or a chat. */
export function accessText(trace: Trace, access: Access): string {
  const region = trace.regionById.get(access.region ?? access.anchor ?? 0);
  const call = trace.callById.get(access.call);
  return [
    `${access.kind} ${region ? exactPlace(region, access.offset, access.size) : bytes(access.size)} (0x${access.address.toString(16)}, ${bytes(access.size)})`,
    `access ${ordinalText(access.ordinal)} at ${duration(access.time)}, ${access.certain ? 'certain' : 'not certain'}, by ${access.by === 'kernel' ? `the kernel (${access.syscall ?? '?'})` : 'instruction'}`,
    `native: ${insnPlace(access.insn)}${access.insn?.symbol ? ` in ${access.insn.symbol}` : ''}`,
    call ? `call: #${call.id} ${call.function}${call.site ? ` at ${call.site.file}:${call.site.line}` : ''}` : '',
  ].filter(Boolean).join('\n');
}

export function findingText(trace: Trace, finding: Finding): string {
  const region = finding.region === null ? undefined : trace.regionById.get(finding.region);
  return [
    `${finding.severity}: ${finding.rule}`, finding.message,
    region && finding.offset !== null && finding.size !== null ? `bytes: ${place(region, finding.offset, finding.size)}` : '',
    finding.file ? `native: ${finding.file}:${finding.line ?? '?'}${finding.symbol ? ` in ${finding.symbol}` : ''}` : '',
    finding.call !== null ? `call: #${finding.call} ${finding.function ?? ''}${finding.site ? ` at ${finding.site.file}:${finding.site.line}` : ''}` : '',
  ].filter(Boolean).join('\n');
}
