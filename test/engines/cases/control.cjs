'use strict';
const { numbers } = require('../memory.cjs');
const { simple } = require('./simple.cjs');

module.exports = [
  simple('a C++ exception caught inside the call leaves what was done before it', 'uint32_t throw_and_catch(_Inout_ uint32_t *value)'),
  simple('longjmp goes on where setjmp was', 'uint32_t jump_back(_Inout_ uint32_t *value)'),
  simple('a child that native code forks is not part of the call', 'int fork_and_write(_Inout_ uint32_t *value)'),
  simple('a thread that native code starts is part of its call', 'int start_thread(_Inout_ uint32_t *value)'),
  {
    title: 'a call made in a callback has accesses of its own',
    run(library, koffi) {
      const [value, other] = [numbers([0, 7, 8, 0]), numbers([0, 0])];
      const inside = library.func('uint32_t inside_callback(_Inout_ uint32_t *other, const uint32_t *value)');
      koffi.proto('void Callback(int code)');
      const around = library.func('uint32_t around_callback(_Inout_ uint32_t *value, Callback *callback)');
      const seen = [];
      const result = around(value, (code) => seen.push(code, inside(other, value)));
      return [result, seen, other.toString('hex')];
    },
  },
  {
    title: 'an asynchronous call is recorded on the thread it runs on',
    run(library) {
      const sum = library.func('uint32_t sum_u32(const uint32_t *src, size_t n)');
      return new Promise((resolve, reject) => sum.async(numbers([1, 2, 3]), 3, (error, result) => (error ? reject(error) : resolve(result))));
    },
  },
];
