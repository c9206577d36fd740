import type { Finding, Trace } from '../../model/types';
import { duration } from '../../text/numbers';
import { sitePlace } from '../../text/places';
import { finding } from '../finding';
import { nativeKey, placeKey, type Spot } from '../scan/spots';
import { isPassed } from './passed';
import { byteCount, callPlace, caller, capital, extent, named, nativePlace, placeOf, times, verb } from '../words';

/** Native code touched memory that was lent to it for a call that had ended. */
export async function useAfterCall(trace: Trace, late: readonly Spot[]): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const spot of late) {
    if (isReadBeforeWrite(spot, late) || isAgreed(spot) || (!spot.region.lent && (await isPassed(trace, spot.call, spot.region)))) continue;
    found.push(describe(trace, spot));
  }
  return found;
}

/** Many libraries go on reading a buffer that the program has to keep: libpng its input, SQLite a static text, PCRE2 its subject. */
function isAgreed({ region, write, call }: Spot): boolean {
  return !region.lent && !write && call.site !== null;
}

/** One line reads and writes it: told once. */
function isReadBeforeWrite(spot: Spot, all: readonly Spot[]): boolean {
  return !spot.write && all.some(other => other.write && other.region === spot.region && nativeKey(other.insn) === nativeKey(spot.insn) && placeKey(other.call) === placeKey(spot.call));
}

function describe(trace: Trace, spot: Spot): Finding {
  const lender = spot.region.call === null ? undefined : trace.callById.get(spot.region.call);
  const when = lender ? `lent to \`${lender.function}\`${lender.site ? ` at ${sitePlace(lender.site)}` : ''}, which had ended ${duration(Math.max(0, spot.time - (lender.end ?? 0)))} before` : 'lent for a call that had ended';
  const message = `${capital(caller(spot.call))} ${verb(spot)} ${extent(spot)} of ${named(spot.region)}${times(spot)}, ${when}: ${advice(spot)}`;
  const related = [...(lender ? [callPlace(lender, `\`${lender.function}\` was given the memory in call ${lender.id}`)] : []), ...nativePlace(spot.insn, `${spot.write ? 'writes' : 'reads'} ${byteCount(spot.size)}`)];
  return finding('use-after-call', isHarmless(spot) ? 'warning' : 'error', message, { ...placeOf(spot), site: spot.call.site ?? lender?.site ?? null, related });
}

/** The program's own buffer, which is still there as long as the program keeps it. */
function isHarmless({ region, call }: Spot): boolean {
  return !region.lent && call.site !== null;
}

function advice(spot: Spot): string {
  if (spot.region.lent) return 'the binding frees that copy when the call returns; memory from `koffi.alloc` would stay valid.';
  return isHarmless(spot) ? 'it is there only as long as the program keeps the buffer; memory from `koffi.alloc` stays until it is freed.' : 'a native thread went on after the call; let the call wait for it, or use memory from `koffi.alloc`.';
}
