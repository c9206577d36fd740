import type { Finding, Suggestion } from '../../model/types';
import { finding } from '../finding';
import type { Facts } from '../scan/scan';
import { byteCount, caller, declared, extent, nativePlace, placeOf, times } from '../words';
import { shortName } from '../../queries/fields';
import type { Spot } from '../scan/spots';

/** Native code wrote to a copy that the binding never copies back: the program can't see it. */
export function lostWrite(facts: Facts): Finding[] {
  return facts.lost.map(spot => finding('lost-write', 'warning', message(spot), { ...placeOf(spot), fix: fix(spot), related: nativePlace(spot.insn, `writes ${byteCount(spot.size)}`) }));
}

/** A call that read memory as well, and has no other, read this. */
function fix({ region, call }: Spot): Suggestion | null {
  if (region.kind === 'string') return null;
  return { kind: 'direction', to: call.bytesRead > 0 && call.regions.filter(({ size }) => size > 0).length === 1 ? 'inout' : 'out' };
}

function message(spot: Spot): string {
  const { region } = spot;
  const why = region.kind === 'string' ? 'a string is passed as a copy' : 'it is passed as a copy that is not copied back';
  const way = region.kind === 'string' ? 'pass a Buffer' : 'declare it `_Out_` or `_Inout_`';
  return `${caller(spot.call)} wrote ${extent(spot)} of ${declared(region)}${times(spot)}, and the program will never see it: ${why}; ${way} if \`${shortName(region)}\` is a result.`;
}
