'use strict';
const { numbers } = require('../memory.cjs');
const { simple } = require('./simple.cjs');

module.exports = [
  {
    title: 'a table of jumps goes where its entries point',
    run(library) {
      const value = numbers([1, 2, 3, 4]);
      const steps = numbers([0, 3, 1, 2, 6, 9, 4, 5], 1);
      return [library.func('uint32_t jump_table(_Inout_ uint32_t *value, const uint8_t *steps, size_t n)')(value, steps, 8), value.toString('hex')];
    },
  },
  simple('functions that end in a jump to the next one', 'uint32_t tail_calls(_Inout_ uint32_t *value, uint32_t left)', { more: [6] }),
  {
    title: 'two coroutines take turns, each on a stack of its own',
    run(library) {
      const [value, other] = [numbers([0, 0, 0, 0]), numbers([0, 0, 0, 0])];
      const run = library.func('uint32_t coroutines(_Inout_ uint32_t *value, _Inout_ uint32_t *other)');
      return [run(value, other), value.toString('hex'), other.toString('hex')];
    },
  },
  simple('a return to a frame that was entered before anything was recorded', 'uint32_t resume_early(_Inout_ uint32_t *value)'),
  simple('siglongjmp out of several frames, again and again', 'uint32_t jump_often(_Inout_ uint32_t *value, int times)', { more: [3] }),
  simple('an exception passes through functions with and without clean-up', 'uint32_t throw_deep(_Inout_ uint32_t *value, int depth)', { more: [3] }),
  simple('an exception of the C++ library itself, thrown again and caught by its base', 'uint32_t throw_again(_Inout_ uint32_t *value)'),
  simple('a walk over the stack finds the functions that are on it', 'uint32_t walk_stack(_Inout_ uint32_t *value)'),
  simple('a branch into the middle of what was translated as one piece', 'uint32_t into_the_middle(_Inout_ uint32_t *value)'),
];
