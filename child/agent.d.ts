/**
 * The native agent as JavaScript sees it (`native/agent` exports it through Node-API; loaded once in each isolate).
 *
 * Sequence of one traced call
 * ```
 * hook: slot = agent.arm(stub, fn, site, flags, argsJson, rows, rowCount)
 *       koffi's own function -> ... -> stub -> agent: takes the slot, numbers the call, reads the pointers named by
 *       the rows from registers and memory, marks their pages, writes BEGIN (+ BYTES before), enters the engine
 *       native return -> agent: BYTES after, END, unmarks -> koffi -> hook
 * hook: agent.finish(slot, resultText, threw)        always, in a finally
 * ```
 * If koffi throws before native code is entered, `finish` withdraws the slot and no call is recorded.
 * If the native function left in another way (longjmp past us, exception), `finish` writes END with ABANDONED.
 *
 * Nothing here throws for reasons of tracing: what can't be traced runs untraced and is noted in the recording.
 */
export interface Agent {
  /** Connects this process to the supervisor (idempotent, thread-safe). Null: no supervisor, or it refused. `allocations`: what makes buffers is watched, see `core/births.ts`. */
  connect(): { engine: 'step' | 'fast' | 'none'; snapshotLimit: number; findsSites: boolean; allocations: number } | null;
  /** Tells the agent where koffi.node was loaded: its code counts as foreign, and its dlsym is watched. */
  attachKoffi(path: string): boolean;
  /**
   * Buffers are to be kept apart: learns from the next allocation of exactly `size` bytes where node allocates them; 0: that was all.
   * False when they stay where they are.
   */
  learnAllocator(size: number): boolean;
  /** Copies that the koffi loaded from `path` makes for calls are to be kept apart. False when they stay where they are. */
  keepCopiesApart(path: string): boolean;
  /** The call that was armed last is prepared: koffi makes no more copies for it. (A synchronous call says so itself.) */
  prepared(): void;
  /** Between these, the first function that koffi resolves on this thread gets a fresh stub. */
  beginResolve(): void;
  /** Stub id, or 0 when nothing was resolved or it can't be traced. */
  endResolve(): number;
  /** A stub for a function pointer that did not come through koffi's dlsym; null when it can't be made. */
  stubFor(address: bigint): { stub: number; address: bigint } | null;
  /** The address that a stub stands for, so that pointers seen by the program stay the true ones. */
  targetOf(stub: number): bigint;

  /** One `Define` object as JSON (see native/wire/src/control.rs). */
  define(json: string): void;
  /**
   * Slot > 0, or 0 when tracing is off. `rows`: see wire::ring::arm. `site`: its id, 0 for none, or `FIND_SITE` for the one that was learned
   * for the stack that is there now; when none was, the result is `FIND_SITE`, and nothing is armed.
   */
  arm(stub: number, fn: number, site: number, flags: number, argsJson: string, rows: Uint32Array, rowCount: number): number;
  /** The stack of the latest `arm` with `FIND_SITE` has this site. `whole`: nothing that is not on the stack tells it from another one. */
  learnSite(site: number, whole: boolean): void;
  /** Call id that the slot got on entry; 0 if native code was not entered. */
  callOf(slot: number): number;
  finish(slot: number, result: string, threw: boolean): void;

  /** Memory alive outside calls, made at site `made` (0: not known). Returns its persistent id. */
  addRegion(address: bigint, size: number, kind: number, label: number, type: number, memory: number, made: number): number;
  removeRegion(id: number): void;
  /** Address of the first byte of a view or ArrayBuffer. */
  addressOf(view: ArrayBufferView | ArrayBufferLike): bigint;
  /** doFfi: regions stay marked from begin to end; events are asked of the supervisor (bounded wait). */
  scopeBegin(site: number, regions: readonly { address: bigint; size: number; label: number }[]): number;
  scopeEnd(call: number): readonly { kind: 'read' | 'write'; address: string; size: number; certain: boolean }[] | null;
  mark(text: string, site: number): void;
  /** Returns when the supervisor has acknowledged; false when it did not within the limit. */
  registerRetcode(code: number, site: number): boolean;
  note(text: string): void;
}
