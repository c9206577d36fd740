import type { Suggestion } from '../../trace/model/types';
import type { Span } from './calls';

/** A change of the text that would make a finding go away, where the right declaration is known. */
export interface Fix {
  readonly kind: '_In_' | '_Out_' | '_Inout_' | 'koffi.out' | 'koffi.inout' | 'type' | 'member' | 'unpacked' | 'count' | 'length' | 'offset' | 'sizeof';
  readonly span: Span;
  readonly text: string;
  /** It makes the finding go away, but another declaration may be meant. */
  readonly isGuess?: true;
}

/** What fixes need to know of a finding. */
export interface Mistake {
  readonly rule: string; readonly fix: Suggestion | null; readonly function: string;
  /** Index and name of the argument. */
  readonly arg: number; readonly name: string;
  /** The binding made a copy for the call. */
  readonly lent: boolean;
  /** Declared type of one element, null without one. */
  readonly type: string | null;
  /** Bytes of the argument, and of one element as declared. */
  readonly size: number; readonly element: number;
  /** Bytes of the same buffer in front of the argument. */
  readonly front: number;
  /** Last byte that was touched, as an offset from the argument's start + 1. */
  readonly end: number;
  /** Values of the arguments, as they are printed. */
  readonly values: readonly string[];
}
