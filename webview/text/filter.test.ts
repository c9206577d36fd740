import { expect, test } from 'vitest';
import { complete } from '../../trace/filter/complete';
import { bytesSource, openTrace } from '../../trace/open';
import { sampleTrace } from '../../trace/testing/sample';
import { ABOUT } from './filter';

test('all that completion says about terms can be translated', async () => {
  const trace = await openTrace(bytesSource(sampleTrace()));
  const said = ['', 'by:', 'certain:', 'in:none'].flatMap(text => complete(text, text.length, trace)).map(({ about }) => about);
  const names = (about: string): boolean => about === '' || / of \d+ B$/.test(about);
  expect(said.filter(about => !names(about) && !Object.hasOwn(ABOUT, about))).toEqual([]);
});
