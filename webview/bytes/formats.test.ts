import { expect, it } from 'vitest';
import { FORMATS, identifier } from './formats';
import { readAs } from './typed';

const copied = { bytes: Uint8Array.of(1, 0xff), name: 'dst', offset: 8 };

it('copies bytes as hex, C, JS and JSON that give the same bytes back', () => {
  expect(FORMATS.hex(copied)).toBe('01 ff');
  expect(FORMATS.C(copied)).toBe('/* dst +8 */\nstatic const unsigned char dst[2] = {\n  0x01, 0xff\n};');
  expect(new Function(`${FORMATS.JS(copied)} return dst;`)()).toEqual(copied.bytes);
  expect(JSON.parse(FORMATS.JSON(copied))).toEqual({ name: 'dst', offset: 8, bytes: [1, 255] });
});

it('makes identifiers of names', () => {
  expect(['dst', 'hdr.count', '7th', '', 'a b'].map(identifier)).toEqual(['dst', 'hdr_count', 'bytes_7th', 'bytes', 'a_b']);
});

it('reads bytes as the type that is chosen, in either order', () => {
  const bytes = Uint8Array.of(0, 0, 0x80, 0x3f, 1);
  expect(readAs('f32', bytes)).toBe('1.0');
  expect(readAs('u16', bytes)).toBe('0, 16256');
  expect(readAs('u16', bytes, true)).toBe('0, 32831');
  expect(readAs('i8', bytes.subarray(2, 3))).toBe('-128');
  expect(readAs('u64', bytes)).toBe('needs 8 bytes');
  expect(readAs('UTF-8', new TextEncoder().encode('grüße\0x'))).toBe('"grüße"');
  expect(readAs('u8', new Uint8Array(100))).toMatch(/^(0, ){16}…$/);
});
