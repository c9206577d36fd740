// Mistake: there is no document yet, so null goes where a struct belongs. This ends with SIGSEGV.
'use strict';
const { koffi, library } = require('./library.js');

koffi.struct('document', { title: 'const char *', words: 'int64_t' });
const countWords = library.func('int64_t count_words(const document *document)');

console.log(`${countWords({ title: 'Walden', words: 114634 })} words`);

const document = null;
console.log(`${countWords(document)} words`);
