/** The hook's side of the module for programs, found through a symbol on `globalThis` of the same isolate. */
import type { Below } from './core/below';
import { apiKey, type MemorySource, type ProgramApi, type Traced, type Watch, type WatchOptions } from './api-types';
import type { Connection } from './core/connect';
import { bufferLength, isView, viewShape } from './core/intrinsics';
import type { Session } from './core/session';
import { Kind } from './rows/table';

interface Extent { readonly address: bigint; readonly size: number; readonly label: string; readonly buffer: ArrayBufferLike | null }

export function publish(connection: Connection): void {
  Object.defineProperty(globalThis, apiKey, { value: programApi(connection), configurable: true });
}

/** Each call works, and does nothing, where the recorder refused this process. */
export function programApi(connection: Connection): ProgramApi {
  return {
    isEnabled: () => connection.session() !== null,
    registerRetcode(code, below) {
      const session = connection.session();
      session?.agent.registerRetcode(code, session.sites.here(below));
    },
    doFfi: (regions, run, below) => doFfi(connection.session(), regions, run, below),
    watch: (source, options) => watch(connection.session(), source, options),
    mark(text, below) {
      const session = connection.session();
      session?.agent.mark(text, session.sites.here(below));
    },
  };
}

function doFfi<Result>(session: Session | null, regions: readonly MemorySource[], run: () => Result, below: Below): Traced<Result> {
  if (session === null) return { result: run(), events: null };
  const extents = regions.map((source, index) => extentOf(session, source, `region ${index}`));
  const scope = session.agent.scopeBegin(session.sites.here(below), extents.map(({ address, size, label }) => ({ address, size, label: session.definitions.label(label) })));
  let events: Traced<Result>['events'] = null;
  let result: Result;
  try {
    result = run();
  } finally {
    events = session.agent.scopeEnd(scope);
  }
  return { result, events };
}

const watched = new FinalizationRegistry<() => void>((stop) => stop());

function watch(session: Session | null, source: ArrayBufferView | ArrayBufferLike | bigint, options: WatchOptions): Watch {
  if (session === null) return { stop() {} };
  const label = options.label ?? 'watch';
  const { address, size, buffer } = typeof source === 'bigint'
    ? { address: source, size: options.size ?? 0, buffer: null }
    : extentOf(session, source, label);
  const memory = buffer === null ? session.memories.fresh() : session.memories.of(buffer);
  const region = session.agent.addRegion(address, Math.min(size, options.size ?? size), Kind.watch, session.definitions.label(label), 0, memory, 0);
  const stop = stopper(session, region);
  if (buffer !== null) watched.register(buffer, stop);
  return { stop };
}

/** Must not hold on to the buffer: its end is what ends a forgotten watch. */
function stopper(session: Session, region: number): () => void {
  let live = region !== 0;
  return () => {
    if (live) session.agent.removeRegion(region);
    live = false;
  };
}

function extentOf(session: Session, source: MemorySource, label: string): Extent {
  if (isView(source)) {
    const shape = viewShape(source);
    return { address: session.agent.addressOf(source), size: shape.byteLength(source), label, buffer: shape.buffer(source) };
  }
  if ('address' in source) return { address: BigInt(source.address), size: source.size, label: source.label ?? label, buffer: null };
  return { address: session.agent.addressOf(source), size: bufferLength(source), label, buffer: source };
}
