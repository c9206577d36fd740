import type { Finding, Trace } from '../../model/types';
import { duration } from '../../text/numbers';
import { finding } from '../finding';
import type { Facts } from '../scan/scan';
import type { Spot } from '../scan/spots';
import { sitePlace } from '../../text/places';
import { byteCount, callPlace, caller, capital, extent, named, nativePlace, placeOf, times, verb } from '../words';

/** Native code touched memory that was lent to it for a call that had ended. */
export function useAfterCall(trace: Trace, facts: Facts): Finding[] {
  return facts.late.map(spot => describe(trace, spot));
}

function describe(trace: Trace, spot: Spot): Finding {
  const lender = spot.region.call === null ? undefined : trace.callById.get(spot.region.call);
  const when = lender ? `lent to \`${lender.function}\`${lender.site ? ` at ${sitePlace(lender.site)}` : ''}, which had ended ${duration(Math.max(0, spot.time - (lender.end ?? 0)))} before` : 'lent for a call that had ended';
  const kept = spot.region.lent ? 'the binding frees that copy when the call returns' : 'the pointer was kept';
  const message = `${capital(caller(spot.call))} ${verb(spot)} ${extent(spot)} of ${named(spot.region)}${times(spot)}, ${when}: ${kept}; memory from \`koffi.alloc\` would stay valid.`;
  const related = [...(lender ? [callPlace(lender, `\`${lender.function}\` was given the memory in call ${lender.id}`)] : []), ...nativePlace(spot.insn, `${spot.write ? 'writes' : 'reads'} ${byteCount(spot.size)}`)];
  return finding('use-after-call', 'error', message, { ...placeOf(spot), related });
}
