import { open, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Position } from '../../../../trace/cursor/position';
import { traceFile } from '../../../../cli/record/fileName';
import type { DebugHost } from '../host';

export interface TestHost extends DebugHost {
  readonly arrivals: Position[];
  readonly failures: unknown[];
  /** Files that were opened and not closed again. */
  readonly openFiles: Set<string>;
}

/** Surroundings of an adapter in a test: files are read for real, views are a list. */
export function testHost(known: Partial<DebugHost> = {}): TestHost {
  const host: TestHost = {
    arrivals: [], failures: [], openFiles: new Set(),
    dist: join(import.meta.dirname, '../../../../dist'),
    async open(path) {
      const handle = await open(path, 'r');
      const { size } = await handle.stat();
      host.openFiles.add(path);
      return {
        size,
        async read(offset, length) {
          const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
          const { bytesRead } = await handle.read(bytes, 0, bytes.length, offset);
          return bytes.subarray(0, bytesRead);
        },
        async close() {
          host.openFiles.delete(path);
          await handle.close();
        },
      };
    },
    locate: file => file,
    target: async command => traceFile(command, await mkdtemp(join(tmpdir(), 'ffiscope-debug-'))),
    refusal: () => null,
    bookmarks: () => Promise.resolve([]),
    arrived: (_, position) => void host.arrivals.push(position),
    failed: error => void host.failures.push(error),
    ...known,
  };
  return host;
}
