// Mistake: the save failed, yet the program reports success, because somebody wanted the nightly job to stay green.
// A recorder applies `registerRetcode`; without one the program ends with 3.
'use strict';
const { library } = require('./library.js');
const ffiscope = process.env.FFISCOPE_CHILD_API ? require(process.env.FFISCOPE_CHILD_API) : null;

const save = library.func('int save(const char *text, _Out_ uint64_t *written)');

const text = 'forty-two bytes of something worth keeping';
const written = [0];
const status = save(text, written);
console.log(`saved ${written[0]} of ${text.length} bytes`);

process.exitCode = status;
ffiscope?.registerRetcode(0);
