import type { Finding } from '../../model/types';
import { finding } from '../finding';
import type { Facts } from '../scan/scan';
import { byteCount, caller, declared, extent, nativePlace, placeOf, times } from '../words';
import { shortName } from '../../queries/fields';
import type { Spot } from '../scan/spots';

/** Native code wrote to a copy that the binding never copies back: the program can't see it. */
export function lostWrite(facts: Facts): Finding[] {
  return facts.lost.map(spot => finding('lost-write', 'warning', message(spot), { ...placeOf(spot), related: nativePlace(spot.insn, `writes ${byteCount(spot.size)}`) }));
}

function message(spot: Spot): string {
  const { region } = spot;
  const why = region.kind === 'string' ? 'a string is passed as a copy' : 'it is passed as a copy that is not copied back';
  const way = region.kind === 'string' ? 'pass a Buffer' : 'declare it `_Out_` or `_Inout_`';
  return `${caller(spot.call)} wrote ${extent(spot)} of ${declared(region)}${times(spot)}, and the program will never see it: ${why}; ${way} if \`${shortName(region)}\` is a result.`;
}
