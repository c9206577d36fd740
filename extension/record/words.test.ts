import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinWords, splitWords } from './words';

test.each([
  ['node app.js', ['node', 'app.js']],
  ['  node   app.js  ', ['node', 'app.js']],
  [`node 'my app.js' "a b"`, ['node', 'my app.js', 'a b']],
  [String.raw`node my\ app.js`, ['node', 'my app.js']],
  [String.raw`x "say \"hi\"" "c:\dir"`, ['x', 'say "hi"', String.raw`c:\dir`]],
  [`x --empty='' ""`, ['x', '--empty=', '']],
  ['', []],
])('%s', (line, words) => expect(splitWords(line)).toEqual(words));

test('an open quote is no command', () => {
  expect(splitWords(`node 'app.js`)).toBeNull();
  expect(splitWords('node "app.js')).toBeNull();
});

test('what was joined splits into the same words', () => {
  fc.assert(fc.property(fc.array(fc.string()), words => {
    expect(splitWords(joinWords(words))).toEqual(words);
  }));
});
