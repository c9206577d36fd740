import type { TraceInfo } from '../../trace/model/types';
import type { Certainty } from '../state/certainty';
import type { Store } from '../state/store';
import { duration, int, percent, plural } from '../text/format';
import { place, spokenAccess } from '../text/names';
import { fill, h } from '../ui/dom';
import { t } from '../text/l10n';

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
      ? { text: t('! recording ends at {0}: last whole block', duration(cutShort.time)), tone: 'warn', detail: t('{0} (byte {1})', cutShort.reason, int(cutShort.byte)) }
      : { text: t('✓ recording complete'), tone: 'ok' },
    { text: t('engine {0}', info.engine), tone: 'plain' },
    ...certainFact(certainty),
    { text: t('{0} dropped', plural(coverage.dropped, 'access')), tone: coverage.dropped > 0 ? 'warn' : 'plain' },
    ...untraced.map(gap => ({ text: t('! untraced: {0}, {1}×', gap.what, int(gap.count)), tone: 'warn' as const })),
  ];
}

function certainFact({ uncertain, checked, done }: Pick<Certainty, 'uncertain' | 'checked' | 'done'>): readonly Fact[] {
  if (checked === 0) return [];
  const detail = t('{0} of {1} accesses may not have happened as shown', int(uncertain), int(checked));
  return [{ text: t('{0} certain{1}', percent(checked - uncertain, checked), done ? '' : '…'), tone: 'plain', detail }];
}
