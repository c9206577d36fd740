// Runs in a thread of its own (`ask.ts` starts it): the extension host goes on answering while a long recording is read.
import { parentPort, workerData } from 'node:worker_threads';
import { bytesSource } from '../../trace/open';
import { LocalFile } from '../viewer/localFile';
import { examine } from './examine';
import type { Answer, Question } from './ask';

async function answer({ place, config }: Question): Promise<Answer> {
  const file = typeof place === 'string' ? await LocalFile.open(place) : null;
  try {
    return { examination: await examine(file ?? bytesSource(place as Uint8Array), config) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  } finally {
    await file?.close();
  }
}

void answer(workerData as Question).then(answered => parentPort?.postMessage(answered));
