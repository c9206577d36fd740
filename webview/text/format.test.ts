import { expect, it } from 'vitest';
import { decodeField, hexText } from '../bytes/decode';
import { tokenize } from '../app/tokens';
import { bytes, duration, offset, percent, plural, short } from './format';

it.each([[0, '0 B'], [28, '28 B'], [1024, '1 KiB'], [50_278, '49.1 KiB'], [2 ** 21, '2 MiB']])('%i bytes are %s', (value, text) => {
  expect(bytes(value)).toBe(text);
});

it.each([[12, '12 ns'], [3500, '3.50 µs'], [82_000, '82.0 µs'], [11_300_000, '11.30 ms'], [2.04e9, '2.04 s']])('%d ns are %s', (value, text) => {
  expect(duration(value)).toBe(text);
});

it('counts in words', () => {
  expect([plural(1, 'access'), plural(3, 'access'), plural(1327, 'call'), plural(2, 'process')]).toEqual(['1 access', '3 accesses', '1,327 calls', '2 processes']);
  expect([short(7057), short(53_100), short(1_200_000)]).toEqual(['7,057', '53.1 k', '1.2 M']);
  expect([offset(16), offset(-4)]).toEqual(['+16', '−4']);
});

it('never rounds a share to all or nothing', () => {
  expect([percent(99_999, 100_000), percent(1, 100_000), percent(1, 1), percent(0, 5), percent(63, 100)]).toEqual(['>99.9 %', '<0.1 %', '100 %', '0 %', '63 %']);
});

it.each([
  ['uint32_t', [0x0d, 0x0c, 0, 0], '3085'], ['int8', [0xff], '-1'], ['size_t', [1, 0, 0, 0, 0, 0, 0, 0x80], '9223372036854775809'],
  ['double', [0, 0, 0, 0, 0, 0, 0xf8, 0x3f], '1.5'], ['void *', [0, 0, 0, 0, 0, 0, 0, 0], 'null'], ['char[4]', [0x61, 0x0a, 0, 0x62], '"a\\x0a"'],
  ['bool', [1], 'true'], ['Header', [1, 2, 3, 4], null], ['uint32_t', [1, 2, 3], null],
])('decodes %s', (type, content, text) => {
  expect(decodeField(type, Uint8Array.from(content))).toBe(text);
});

it('cuts long bytes with an ellipsis', () => {
  expect(hexText(Uint8Array.of(1, 2, 255))).toBe('01 02 ff');
  expect(hexText(Uint8Array.of(1, 2, 255), 2)).toBe('01 02 …');
});

it('colours filter terms without changing the text', () => {
  const typed = '  kind:write -in:dst size>=8 what ';
  expect(tokenize(typed).map(token => token.text).join('')).toBe(typed);
  expect(tokenize('kind:wr').map(token => token.kind)).toEqual(['key', 'operator', 'write']);
});
