import { testHost, type TestHost } from './host';

/** A host whose files can be held: what is read then waits. */
export interface SlowHost {
  readonly host: TestHost;
  /** Reads so far. */
  readonly reads: number;
  /** From the read with this number on, counted from 1; without one from the next. Resolves when one waits. */
  hold(from?: number): Promise<void>;
  release(): void;
}

export function slowHost(): SlowHost {
  const files = testHost();
  let from = Infinity;
  let reads = 0;
  let [open, reached] = [(): void => {}, (): void => {}];
  let gate = Promise.resolve();
  const host = testHost({
    openFiles: files.openFiles,
    async open(path) {
      const file = await files.open(path);
      return {
        size: file.size,
        async read(offset, length) {
          if (++reads >= from) {
            reached();
            await gate;
          }
          return file.read(offset, length);
        },
        close: () => file.close(),
      };
    },
  } as Partial<TestHost>);
  return {
    host,
    get reads() { return reads; },
    hold(number = reads + 1) {
      from = number;
      gate = new Promise(resolve => { open = resolve; });
      return new Promise(resolve => { reached = resolve; });
    },
    release() {
      from = Infinity;
      open();
    },
  };
}
