import { expect, test } from 'vitest';
import { usesOfUnsafe } from './unsafe.mjs';

test('blocks, functions and impls count; comments and attributes do not', () => {
  expect(usesOfUnsafe('unsafe { a() }\nunsafe fn b() {}\nunsafe impl Send for C {}\nunsafe extern "C" {}')).toBe(4);
  expect(usesOfUnsafe('// unsafe { }\n#[deny(unsafe_op_in_unsafe_fn)]\n/// an unsafe fn\nfn safe() {} // unsafe fn')).toBe(0);
});
