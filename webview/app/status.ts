import type { TraceInfo } from '../../trace/model/types';
import type { Certainty } from '../state/certainty';
import type { Store } from '../state/store';
import { duration, int, percent, plural } from '../text/format';
import { place, spokenAccess } from '../text/names';
import { fill, h } from '../ui/dom';

export interface StatusLine { readonly element: HTMLElement; destroy(): void }

/** Bottom row: how far the recording can be trusted, and what is selected (spoken by screen readers). */
export function createStatusLine(store: Store, certainty: Certainty): StatusLine {
  const facts = h('span', { class: 'status-facts' });
  const selected = h('span', { class: 'status-selected', 'aria-hidden': 'true' });
  const spoken = h('span', { class: 'visually-hidden', role: 'status', 'aria-live': 'polite' });
  const element = h('footer', { class: 'status' }, facts, selected, spoken);

  const showFacts = (): void => fill(facts, factsOf(store.trace.info, certainty).map(fact => h('span', { class: fact.tone, title: fact.detail ?? fact.text }, fact.text)));
  const showSelection = (): void => {
    const { pin, access, measure } = store.state;
    const region = pin ? store.trace.regionById.get(pin.region) : undefined;
    selected.textContent = measure ? '' : pin && region ? place(region, pin.offset, pin.size) : '';
    const touched = access ? store.trace.regionById.get(access.region ?? access.anchor ?? 0) : undefined;
    spoken.textContent = access ? spokenAccess(access, touched) : selected.textContent;
  };
  const stops = [
    certainty.subscribe(showFacts),
    store.subscribe(changed => { if (changed('pin', 'access', 'measure')) showSelection(); }),
  ];
  showFacts();
  showSelection();
  return { element, destroy: () => stops.forEach(stop => stop()) };
}

interface Fact { readonly text: string; readonly tone: 'ok' | 'warn' | 'plain'; readonly detail?: string }

export function factsOf(info: TraceInfo, certainty: Pick<Certainty, 'uncertain' | 'checked' | 'done'>): readonly Fact[] {
  const { cutShort, coverage } = info;
  const untraced = coverage.untraced.filter(gap => gap.count > 0);
  return [
    cutShort
      ? { text: `! recording ends at ${duration(cutShort.time)}: last whole block`, tone: 'warn', detail: `${cutShort.reason} (byte ${int(cutShort.byte)})` }
      : { text: '✓ recording complete', tone: 'ok' },
    { text: `engine ${info.engine}`, tone: 'plain' },
    ...certainFact(certainty),
    { text: `${plural(coverage.dropped, 'access')} dropped`, tone: coverage.dropped > 0 ? 'warn' : 'plain' },
    ...untraced.map(gap => ({ text: `! untraced: ${gap.what}, ${int(gap.count)}×`, tone: 'warn' as const })),
  ];
}

function certainFact({ uncertain, checked, done }: Pick<Certainty, 'uncertain' | 'checked' | 'done'>): readonly Fact[] {
  if (checked === 0) return [];
  const detail = `${int(uncertain)} of ${int(checked)} accesses may not have happened as shown`;
  return [{ text: `${percent(checked - uncertain, checked)} certain${done ? '' : '…'}`, tone: 'plain', detail }];
}
