// Two mistakes that can be put right from where they are seen.
const path = require('node:path');
const koffi = require('koffi');

const lib = koffi.load(path.join(__dirname, 'libsample.so'));
const findRange = lib.func('void find_range(const int32 *values, int count, int32 *low, _Out_ int32 *high)');
const fillWords = lib.func('void fill_words(_Out_ uint32 *dst, size_t count, uint32 value)');

const [low, high] = [[0], [0]];
findRange([3, 1, 2], 3, low, high);
const words = new Uint32Array(5);
fillWords(words, words.byteLength, 7);
console.log(low[0], high[0], words[4]);
