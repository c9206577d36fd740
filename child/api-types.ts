/** What programs see of the recorder. The same shapes as in `api.d.ts`, which is what they install. */
import type { Below } from './core/below';

export interface MemoryEvent { readonly kind: 'read' | 'write'; readonly address: string; readonly size: number; readonly certain: boolean }
export interface MemoryAt { readonly address: bigint | string; readonly size: number; readonly label?: string }
export type MemorySource = ArrayBufferView | ArrayBufferLike | MemoryAt;
export interface Traced<Result> { readonly result: Result; readonly events: readonly MemoryEvent[] | null }
export interface WatchOptions { readonly label?: string; readonly size?: number }
export interface Watch { stop(): void }

/** The hook's side. `below`: the function of the API that was called, so that its caller is the site. */
export interface ProgramApi {
  isEnabled(): boolean;
  registerRetcode(code: number, below: Below): void;
  doFfi<Result>(regions: readonly MemorySource[], run: () => Result, below: Below): Traced<Result>;
  watch(source: ArrayBufferView | ArrayBufferLike | bigint, options: WatchOptions): Watch;
  mark(text: string, below: Below): void;
}

export const apiKey = Symbol.for('ffiscope.program');
