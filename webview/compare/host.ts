import type { SharedSelection } from '../protocol';

/** What the comparison asks of whatever shows it. */
export interface CompareHost {
  /** Opens recording A (0) or B (1) and shows something in it. */
  showIn(which: 0 | 1, selection: Partial<SharedSelection>): void;
  /** Compares B with A instead. */
  swap(): void;
  failed(message: string): void;
}
