import type { ByteSource } from '../trace/model/types';
import { READ_TIMEOUT_MS, type FileRef, type HostMessage, type ViewMessage } from './protocol';

interface Waiting { resolve(bytes: Uint8Array): void; reject(error: Error): void; timer: ReturnType<typeof setTimeout> }

/**
 * The file behind a view, read through messages to the extension host. Rejects when the host reports an error, when no answer
 * comes in time, and when the source was closed.
 */
export class MessageByteSource implements ByteSource {
  readonly size: number;
  readonly #generation: number;
  readonly #post: (message: ViewMessage) => void;
  readonly #timeout: number;
  readonly #waiting = new Map<number, Waiting>();
  readonly #contents: ArrayBuffer | undefined;
  #nextId = 1;
  #closed = false;

  /** `contents`: all of the file, if it is at hand; then nothing is asked. */
  constructor(file: FileRef, post: (message: ViewMessage) => void, timeoutMs = READ_TIMEOUT_MS, contents?: ArrayBuffer) {
    this.#contents = contents?.byteLength === file.size ? contents : undefined;
    this.size = file.size;
    this.#generation = file.generation;
    this.#post = post;
    this.#timeout = timeoutMs;
  }

  read(offset: number, length: number): Promise<Uint8Array> {
    const wanted = Math.min(length, this.size - offset);
    if (wanted <= 0) return Promise.resolve(new Uint8Array(0));
    if (this.#closed) return Promise.reject(new Error('the recording was closed'));
    if (this.#contents) return Promise.resolve(new Uint8Array(this.#contents, offset, wanted));
    return new Promise((resolve, reject) => {
      const id = this.#nextId++;
      const timer = setTimeout(
        () => this.#settle(id)?.reject(new Error(`reading ${wanted} bytes at ${offset} took longer than ${this.#timeout / 1000} s`)),
        this.#timeout,
      );
      this.#waiting.set(id, { resolve, reject, timer });
      this.#post({ type: 'read', id, generation: this.#generation, offset, length: wanted });
    });
  }

  /** Takes an answer of the host; true when it was meant for a read of this source. */
  accept(message: HostMessage): boolean {
    if ((message.type !== 'bytes' && message.type !== 'readError') || message.generation !== this.#generation) return false;
    const waiting = this.#settle(message.id);
    if (message.type === 'bytes') waiting?.resolve(new Uint8Array(message.buffer));
    else waiting?.reject(new Error(message.message));
    return waiting !== undefined;
  }

  close(): void {
    this.#closed = true;
    for (const id of [...this.#waiting.keys()]) this.#settle(id)?.reject(new Error('the recording was closed'));
  }

  #settle(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    if (!waiting) return undefined;
    clearTimeout(waiting.timer);
    this.#waiting.delete(id);
    return waiting;
  }
}
