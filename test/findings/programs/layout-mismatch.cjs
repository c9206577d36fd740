'use strict';
module.exports = ({ koffi, library }) => {
  koffi.struct('counted', { kind: 'int32_t', pad: 'int32_t', n: 'size_t' });
  koffi.struct('counted_wrong', { kind: 'int32_t', n: 'int32_t', rest: 'int64_t' });
  koffi.struct('wide', { length: 'size_t', flags: 'int32_t' });
  koffi.struct('wide_wrong', { length: 'int32_t', flags: 'int32_t', more: 'int32_t' });
  koffi.pack('shifted_wrong', { tag: 'uint8_t', length: 'uint16_t', more: 'uint8_t', sum: 'uint32_t' });
  koffi.struct('aligned', { tag: 'char', value: 'int32_t' });
  koffi.pack('aligned_wrong', { tag: 'char', value: 'int32_t', after: 'char' });
  koffi.struct('versioned', { sensor: 'int32_t', celsius: 'float', taken_at: 'int64_t' });
  koffi.struct('versioned_wrong', { sensor: 'int32_t', celsius: 'float' });
  koffi.struct('layout_pair', { first: 'int32_t', second: 'int32_t' });
  koffi.struct('four', { x: 'float', y: 'float', z: 'float', w: 'float' });
  koffi.struct('odd', { a: 'uint8_t', b: koffi.array('uint8_t', 6), c: 'uint8_t', d: 'uint32_t' });
  koffi.union('layout_number', { whole: 'int32_t', real: 'double' });
  const func = (declaration) => library.func(declaration);

  return {
    // These write past the declared type as well.
    also: { 'packed in the declaration only': ['out-of-bounds-write'], 'a member that the declaration lacks': ['out-of-bounds-write'], 'a size_t where an int is declared': ['out-of-bounds-write'], 'elements of another size': ['out-of-bounds-write'] },
    mistakes: {
      'a member that lies one byte further': () => func('void set_shifted(_Inout_ shifted_wrong *out)')({ tag: 0, length: 0, more: 0, sum: 0 }),
      'packed in the declaration only': () => func('void set_aligned(_Inout_ aligned_wrong *out)')({ tag: 0, value: 0, after: 0 }),
      'a member that the declaration lacks': () => func('void set_versioned(_Out_ versioned_wrong *out)')({}),
      'a size_t where an int is declared': () => func('void set_size(_Out_ int32_t *out)')([0]),
      'elements of another size': () => func('void set_sizes(_Out_ uint32_t *out, int count)')(new Uint32Array(3), 3),
    },
    correct: {
      'a size_t over two ints, which are whole': () => func('void set_wide(_Out_ wide_wrong *out, int64_t n)')({}, 5),
      'the right members': () => func('void set_count(_Inout_ counted *out, int64_t n)')({ kind: 0, pad: 0, n: 0 }, 5),
      'a size_t and an int': () => func('void set_wide(_Out_ wide *out, int64_t n)')({}, 5),
      'with the padding of the library': () => func('void set_aligned(_Out_ aligned *out)')({}),
      'all members': () => func('void set_versioned(_Out_ versioned *out)')({}),
      'one vector over four members': () => func('void scale(_Inout_ four *value)')({ x: 1, y: 2, z: 3, w: 4 }),
      'one store over two members': () => func('void set_both(_Out_ layout_pair *out)')({}),
      'a copy in pieces that are no members': () => func('void copy_odd(_Out_ odd *out, const odd *from)')({}, { a: 1, b: [1, 2, 3, 4, 5, 6], c: 2, d: 3 }),
      'a copy by the C library': () => func('void copy_with_library(_Out_ odd *out, const odd *from, size_t bytes)')({}, { a: 1, b: [1, 2, 3, 4, 5, 6], c: 2, d: 3 }, 12),
      'either member of a union': () => func('void as_real(_Out_ layout_number *out)')(new koffi.Union('layout_number')),
      'elements of the right size': () => func('void set_sizes(_Out_ size_t *out, int count)')(new BigUint64Array(3), 3),
      'bytes without a layout': () => func('void set_sizes(_Out_ void *out, int count)')(new Uint8Array(24), 3),
    },
  };
};
