import { describe, expect, it } from 'vitest';
import { patternByte, unwrittenRuns } from './unwritten';

const ADDRESS = 0x7f12_3456_7890n;
const fresh = (size: number, address = ADDRESS) => Uint8Array.from({ length: size }, (_, at) => patternByte(Number(BigInt.asUintN(32, address >> 3n)), Number(address & 7n) + at));

describe('memory that nobody has written', () => {
  it('looks like what the recorder fills it with', () => {
    // The same word stands in the test of native/agent/src/isolate/arena.rs.
    expect([...fresh(8)]).toEqual([216, 148, 188, 254, 142, 168, 148, 214]);
  });

  it('is told from what was written, by the byte', () => {
    const bytes = fresh(64);
    expect(unwrittenRuns(bytes, ADDRESS)).toEqual([{ from: 0, to: 64 }]);
    bytes.fill(0, 0, 5);
    bytes.set([104, 105], 20);
    expect(unwrittenRuns(bytes, ADDRESS)).toEqual([{ from: 5, to: 20 }, { from: 22, to: 64 }]);
    expect(unwrittenRuns(bytes.subarray(3), ADDRESS + 3n)).toEqual([{ from: 2, to: 17 }, { from: 19, to: 61 }]);
  });

  it('is nothing in text, numbers, or the pattern of another address', () => {
    expect(unwrittenRuns(new TextEncoder().encode('some text'.repeat(100)), ADDRESS)).toEqual([]);
    expect(unwrittenRuns(new Uint8Array(4096), ADDRESS)).toEqual([]);
    expect(unwrittenRuns(fresh(4096), ADDRESS + 8n)).toEqual([]);
  });
});
