/** How people want to see things, besides what is selected. Kept with the state of a view; words that a newer or older version used are dropped. */
export const CALL_ORDERS = ['call', 'function', 'reads', 'writes', 'bytesRead', 'bytesWritten', 'time', 'findings'] as const;
export const CALL_FIGURES = ['spark', 'reads', 'writes', 'bytesRead', 'bytesWritten', 'time', 'start', 'thread', 'result', 'site'] as const;
export const MAP_COLOURS = ['kind', 'writer', 'age', 'count'] as const;
export const LANE_KINDS = ['region', 'field', 'address', 'function', 'line', 'thread'] as const;

export const LOWER_PICTURES = ['timeline', 'source'] as const;

export type CallOrder = (typeof CALL_ORDERS)[number];
export type CallFigure = (typeof CALL_FIGURES)[number];
export type MapColour = (typeof MAP_COLOURS)[number];
export type LaneKind = (typeof LANE_KINDS)[number];

export type LowerPicture = (typeof LOWER_PICTURES)[number];

export interface Choices {
  readonly callOrder: CallOrder;
  /** Largest first. */
  readonly descending: boolean;
  /** What the rows of calls show, in the order of `CALL_FIGURES`. */
  readonly callFigures: readonly CallFigure[];
  /** What the colours of the page map mean. */
  readonly mapColour: MapColour;
  /** What each lane of the timeline stands for. */
  readonly lanesBy: LaneKind;
  /** What stands under the page map. */
  readonly lower: LowerPicture;
}

export const FIRST_CHOICES: Choices = {
  callOrder: 'call', descending: false, callFigures: ['spark', 'reads', 'writes', 'time', 'site'], mapColour: 'kind', lanesBy: 'region', lower: 'timeline',
};

/** Choices from saved JSON; what makes no sense gives way to the first choice. */
export function readChoices(saved: unknown): Choices {
  const given = (typeof saved === 'object' && saved !== null ? saved : {}) as Partial<Record<keyof Choices, unknown>>;
  const one = <T extends string>(words: readonly T[], value: unknown, otherwise: T): T => words.find(word => word === value) ?? otherwise;
  const figures = given.callFigures;
  return {
    callOrder: one(CALL_ORDERS, given.callOrder, FIRST_CHOICES.callOrder),
    descending: given.descending === true,
    callFigures: Array.isArray(figures) ? CALL_FIGURES.filter(figure => figures.includes(figure)) : FIRST_CHOICES.callFigures,
    mapColour: one(MAP_COLOURS, given.mapColour, FIRST_CHOICES.mapColour),
    lanesBy: one(LANE_KINDS, given.lanesBy, FIRST_CHOICES.lanesBy),
    lower: one(LOWER_PICTURES, given.lower, FIRST_CHOICES.lower),
  };
}
