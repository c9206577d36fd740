import type { Store } from '../state/store';
import type { Flag } from './paint/flags';

/** Finds out where on the axis each finding belongs: at its access, else where its call ended. */
export class FlagPlaces {
  places: readonly Flag[] = [];
  #turn = 0;

  constructor(readonly store: Store, readonly changed: () => void) { this.update(); }

  /** Call again after the findings or the axis changed. */
  update(): void {
    const turn = ++this.#turn;
    const { findings, axis, trace } = this.store.state;
    const places = findings.map(async (finding, index): Promise<Flag | null> => {
      if (finding.ordinal !== null) {
        if (axis === 'sequence') return { index, finding, at: finding.ordinal + 0.5 };
        return { index, finding, at: (await trace.access(finding.ordinal)).time };
      }
      const call = finding.call === null ? undefined : trace.callById.get(finding.call);
      // What was found about a call as a whole is known when it ends.
      return call ? { index, finding, at: axis === 'sequence' ? Math.max(call.firstOrdinal, call.lastOrdinal) : call.end ?? trace.info.duration } : null;
    });
    Promise.all(places).then(found => {
      if (turn !== this.#turn) return;
      this.places = found.filter(flag => flag !== null);
      this.changed();
    }, reportError);
  }

  destroy(): void { this.#turn++; }
}
