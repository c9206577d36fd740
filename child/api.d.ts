/** Accesses of native code to memory that a program named, in the order in which they happened. */
export interface MemoryEvent { readonly kind: 'read' | 'write'; /** "0x..." */ readonly address: string; /** Bytes. */ readonly size: number; /** False when the instruction may not have written. */ readonly certain: boolean }
/** Memory that is no buffer of JavaScript. `address` as bigint or "0x..." text, `size` in bytes. */
export interface MemoryAt { readonly address: bigint | string; readonly size: number; readonly label?: string }
export type MemorySource = ArrayBufferView | ArrayBufferLike | MemoryAt;
export interface Traced<Result> { readonly result: Result; /** Null when nothing records. */ readonly events: readonly MemoryEvent[] | null }
export interface WatchOptions { readonly label?: string; /** Bytes; needed for a pointer. */ readonly size?: number }
export interface Watch { /** Ends the watch; harmless when repeated. */ stop(): void }

/** Whether a recorder is there and this process is connected to it. */
export function isEnabled(): boolean;
/** The recorder ends with this code (0 to 255) in place of the program's own. */
export function registerRetcode(code: number): void;
/** Runs `run` with the regions tracked. Without a recorder it just runs it, and `events` is null. */
export function doFfi<Result>(regions: readonly MemorySource[], run: () => Result): Traced<Result>;
/** Follows memory until `stop()` or until the buffer is collected. */
export function watch(source: ArrayBufferView | ArrayBufferLike | bigint, options?: WatchOptions): Watch;
/** Puts a note into the recording at this moment. */
export function mark(text: string): void;
