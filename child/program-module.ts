/**
 * The module `ffiscope` for programs: talks to the hook in the same process, does nothing where there is none.
 * Wrong arguments are refused either way, so that a program behaves the same with and without a recorder.
 */
import { apiKey, type MemorySource, type ProgramApi, type Traced, type Watch, type WatchOptions } from './api-types';

const hook = (): ProgramApi | undefined => (globalThis as { [apiKey]?: ProgramApi })[apiKey];

/** Whether a recorder is there and this process is connected to it. */
export function isEnabled(): boolean { return hook()?.isEnabled() ?? false; }

/** The recorder ends with this code in place of the program's own. Returns when the recorder has acknowledged it. */
export function registerRetcode(code: number): void {
  if (!Number.isInteger(code) || code < 0 || code > 255) throw new RangeError(`registerRetcode: the exit code must be a whole number from 0 to 255, got ${String(code)}`);
  hook()?.registerRetcode(code, registerRetcode);
}

/** Runs `run` with the regions tracked; `events` lists the accesses to them in order, or is null when nothing records. */
export function doFfi<Result>(regions: readonly MemorySource[], run: () => Result): Traced<Result> {
  if (!Array.isArray(regions) || !regions.every(isSource)) throw new TypeError('doFfi: the first argument must be an array of buffers or {address, size}');
  if (typeof run !== 'function') throw new TypeError('doFfi: the second argument must be a function');
  return hook()?.doFfi(regions, run, doFfi) ?? { result: run(), events: null };
}

function isSource(source: unknown): boolean {
  if (typeof source !== 'object' || source === null) return false;
  if (ArrayBuffer.isView(source) || source instanceof ArrayBuffer || source instanceof SharedArrayBuffer) return true;
  const { address, size } = source as { address?: unknown; size?: unknown };
  return (typeof address === 'bigint' || /^0x[\da-f]{1,16}$/i.test(String(address))) && Number.isSafeInteger(size) && Number(size) > 0;
}

/** Follows memory until `stop()` or until the buffer is collected. A pointer needs `size`. */
export function watch(source: ArrayBufferView | ArrayBufferLike | bigint, options: WatchOptions = {}): Watch {
  if (typeof source === 'bigint' ? !(Number.isSafeInteger(options.size) && Number(options.size) > 0) : typeof source !== 'object' || source === null) {
    throw new TypeError('watch: expected a buffer, or a pointer (bigint) with {size}');
  }
  return hook()?.watch(source, options) ?? { stop() {} };
}

/** Puts a note into the recording at this moment. */
export function mark(text: string): void { hook()?.mark(String(text), mark); }
