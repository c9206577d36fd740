import type { ByteSource } from '../../trace/model/types';
import { openTrace, TraceError } from '../../trace/open';
import { showFailure } from '../app/failure';
import { showLoading } from '../app/loading';
import type { Host } from '../host';
import { mountCompare } from './app';
import type { CompareHost } from './host';
import { compareTraces } from './model';

export interface CompareSide { readonly name: string; readonly source: ByteSource & { close(): void } }

/** Two recordings in one view, from their first bytes to `destroy`. */
export class CompareSession {
  readonly #abort = new AbortController();
  #unmount: (() => void) | null = null;

  constructor(readonly root: HTMLElement, readonly host: Host, readonly compareHost: CompareHost, readonly sides: readonly [CompareSide, CompareSide]) {}

  /** Never rejects: what goes wrong is shown, with the name of the recording. */
  async open(): Promise<void> {
    const { signal } = this.#abort;
    const names = [this.sides[0].name, this.sides[1].name] as const;
    const loading = showLoading(this.root, names.join(' ↔ '), this.sides[0].source.size + this.sides[1].source.size, () => this.#cancel());
    try {
      const [a, b] = await Promise.all(this.sides.map(side => openSide(side, loading.watch)));
      const comparison = await compareTraces(a!, b!, signal);
      if (!signal.aborted) this.#unmount = mountCompare(this.root, comparison, names, this.compareHost);
    } catch (error) {
      if (signal.aborted) return;
      const message = error instanceof Error ? error.message : String(error);
      this.host.failed(message);
      showFailure(this.root, this.host, names.join(' ↔ '), message);
    }
  }

  destroy(): void {
    this.#abort.abort();
    for (const { source } of this.sides) source.close();
    this.#unmount?.();
  }

  #cancel(): void {
    this.destroy();
    showFailure(this.root, this.host, `${this.sides[0].name} ↔ ${this.sides[1].name}`, null);
  }
}

async function openSide({ name, source }: CompareSide, watch: (source: ByteSource) => ByteSource): ReturnType<typeof openTrace> {
  try {
    return await openTrace(watch(source));
  } catch (error) {
    // Messages of the reader go on from the file's name.
    throw error instanceof TraceError ? new Error(`${name} ${error.message}`) : error;
  }
}
