// Reads a trace from a file, block by block: `read-trace.mjs FILE decode|check`. Prints milliseconds and the peak of memory in KiB.
import { open } from 'node:fs/promises';
import { openTrace } from '../../trace/open.ts';

const [path, how] = process.argv.slice(2);
const file = await open(path);
const { size } = await file.stat();
const source = {
  size,
  async read(offset, length) {
    const bytes = new Uint8Array(Math.min(length, size - offset));
    await file.read(bytes, 0, bytes.length, offset);
    return bytes;
  },
};
const trace = await openTrace(source);
/** Time in which somebody works with the blocks, not in which they are read and decoded. */
let working = 0;
const passOver = trace.scan.bind(trace);
trace.scan = () => {
  const pass = passOver();
  let given = null;
  return {
    async block(at) {
      if (given !== null) working += performance.now() - given;
      const block = await pass.block(at);
      given = performance.now();
      return block;
    },
  };
};
const start = performance.now();
if (how === 'check') await trace.findings();
else {
  const pass = trace.scan();
  for (let at = 0; at < trace.tree.blocks.length; at++) if ((await pass.block(at)).length < 0) throw new Error('impossible');
}
console.log(JSON.stringify({ accesses: trace.accessCount, ms: performance.now() - start, working, peak: process.resourceUsage().maxRSS }));
await file.close();
