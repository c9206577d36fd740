'use strict';
const { simple } = require('./simple.cjs');

module.exports = [
  simple('libraries opened and closed while the call runs', 'int open_twice(_Inout_ uint32_t *value)'),
  simple('code that was written at run time, run, and changed', 'uint32_t written_code(_Inout_ uint32_t *value)'),
  simple('code that is writable and executable in turn', 'uint32_t protected_code(_Inout_ uint32_t *value)'),
  simple('code of a library that is changed after it ran', 'uint32_t patch_and_run(_Inout_ uint32_t *value)'),
  simple('a closure made by libffi', 'uint32_t ffi_closure(_Inout_ uint32_t *value)'),
];
