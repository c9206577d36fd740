import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CheckConfig } from '../../trace/checks/config/schema';
import type { Examination } from './examine';

/** `place`: the path of the recording, or its bytes where it lies in no file system of this computer. */
export interface Question { readonly place: string | Uint8Array; readonly config: CheckConfig | null }

export type Answer = { readonly examination: Examination } | { readonly error: string };

/**
 * Has a recording read in another thread, whose memory is given back afterwards. Rejects when it can't be read, and with the signal's reason when it
 * is no longer wanted.
 * @param dist folder of the bundles
 */
export function ask(dist: string, question: Question, signal: AbortSignal): Promise<Examination> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const worker = new Worker(join(dist, 'reader.js'), { workerData: question, name: 'ffiscope reader' });
    const settle = (settled: () => void): void => {
      signal.removeEventListener('abort', abort);
      settled();
      void worker.terminate();
    };
    const abort = (): void => settle(() => reject(signal.reason as Error));
    signal.addEventListener('abort', abort);
    worker.once('message', (answer: Answer) => settle(() => ('error' in answer ? reject(new Error(answer.error)) : resolve(answer.examination))));
    worker.once('error', error => settle(() => reject(error)));
    worker.once('exit', code => settle(() => reject(new Error(`the reader ended with ${code}`))));
  });
}
