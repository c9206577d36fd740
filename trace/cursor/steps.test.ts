import { beforeAll, describe, expect, test } from 'vitest';
import type { Call } from '../model/types';
import { bytesSource } from '../open';
import { sampleTrace } from '../testing/sample';
import type { Position } from './position';
import { Replay } from './replay';
import { openCursorSource } from './source';
import { stepIn, stepOut, stepOver } from './steps';
import type { ThreadLine } from './thread';

let replay: Replay;
let line: ThreadLine;
beforeAll(async () => {
  replay = new Replay(await openCursorSource(bytesSource(sampleTrace())));
  line = replay.threads[0] as ThreadLine;
});
const calls = (name: string): Call[] => replay.source.trace.calls.filter(call => call.function === name);
const begin = (name: string, nth = 0): Position => line.begin(calls(name)[nth]?.id ?? 0) as Position;
const end = (name: string, nth = 0): Position => line.end(calls(name)[nth]?.id ?? 0) as Position;
const say = (position: Position | null): string => position ? `${position.kind} of ${replay.source.trace.callById.get(position.call)?.function}` : 'none';

describe('step over', () => {
  test('goes from call to call', () => {
    expect(say(stepOver(line, begin('deflateInit2_'), 'forward'))).toBe('begin of deflate');
    expect(say(stepOver(line, begin('deflate'), 'backward'))).toBe('begin of deflateInit2_');
  });

  test('from inside a call goes to the next, and back to the begin of its own', async () => {
    const inside = await stepIn(line, begin('deflate'), 'forward') as Position;
    expect(say(inside)).toBe('access of deflate');
    expect(say(stepOver(line, inside, 'forward'))).toBe('begin of deflateEnd');
    expect(stepOver(line, inside, 'backward')).toEqual(begin('deflate'));
  });

  test('does not enter calls that the library makes back', () => {
    expect(say(stepOver(line, begin('sqlite3_exec'), 'forward'))).toBe('begin of parse_header');
  });

  test('in a callback goes to the next call there, then to the end of the call around it', () => {
    expect(stepOver(line, begin('utf8_len', 0), 'forward')).toEqual(begin('utf8_len', 1));
    expect(stepOver(line, begin('utf8_len', 1), 'forward')).toEqual(end('sqlite3_exec'));
  });

  test('at the last call goes to its end, and there is nothing behind', () => {
    const last = stepOver(line, begin('fill_u32'), 'forward') as Position;
    expect(last).toEqual(end('fill_u32'));
    expect(stepOver(line, last, 'forward')).toBeNull();
    expect(stepOver(line, begin('deflateInit2_'), 'backward')).toBeNull();
  });
});

describe('step out', () => {
  test('goes to the end of the call, and from there to that of the call around it', () => {
    expect(stepOut(line, begin('utf8_len', 0), 'forward')).toEqual(end('utf8_len', 0));
    expect(stepOut(line, end('utf8_len', 0), 'forward')).toEqual(end('sqlite3_exec'));
  });

  test('backwards goes to the begin of the call, and from there to that of the call around it', () => {
    expect(stepOut(line, end('utf8_len', 1), 'backward')).toEqual(begin('utf8_len', 1));
    expect(stepOut(line, begin('utf8_len', 1), 'backward')).toEqual(begin('sqlite3_exec'));
  });

  test('at the end of an outermost call goes on like step over', () => {
    expect(say(stepOut(line, end('deflate'), 'forward'))).toBe('begin of deflateEnd');
  });
});
