// Matches a pattern in a text with PCRE2, interpreted and compiled to machine code. Prints what was found, and which output each
// call has. `node pcre2.cjs [WORDS]`
'use strict';
const koffi = require('koffi');
const { bytes } = require('../memory.cjs');

const words = Number(process.argv[2] ?? 30);
const pcre2 = koffi.load('libpcre2-8.so.0');
koffi.opaque('pcre2_code');
koffi.opaque('pcre2_match_data');
const compile = pcre2.func('pcre2_code *pcre2_compile_8(const char *pattern, size_t length, uint32_t options, _Out_ int *error, _Out_ size_t *offset, void *context)');
const jit = pcre2.func('int pcre2_jit_compile_8(pcre2_code *code, uint32_t options)');
const matchData = pcre2.func('pcre2_match_data *pcre2_match_data_create_from_pattern_8(pcre2_code *code, void *context)');
const match = pcre2.func('int pcre2_match_8(pcre2_code *code, const uint8_t *subject, size_t length, size_t start, uint32_t options, pcre2_match_data *data, void *context)');
const substitute = pcre2.func('int pcre2_substitute_8(pcre2_code *code, const uint8_t *subject, size_t length, size_t start, uint32_t options, pcre2_match_data *data, void *context, const char *replacement, size_t replacementLength, _Out_ uint8_t *out, _Inout_ size_t *outLength)');
const GLOBAL = 0x100;

const text = Buffer.from(Array.from({ length: words }, (_, at) => (at % 7 === 6 ? `user${at}@host${at % 3}.org` : `word${at * 37 % 101}`)).join(' '));
const subject = bytes(text.length);
text.copy(subject);

function run(withJit) {
  const pattern = '(\\w+)@(\\w+)\\.org';
  const code = compile(pattern, pattern.length, 0, [0], [0], null);
  const status = withJit ? jit(code, 1) : 0;
  const data = matchData(code, null);
  const first = match(code, subject, subject.length, 0, 0, data, null);
  const out = bytes(subject.length * 2);
  const length = [out.length];
  const replaced = substitute(code, subject, subject.length, 0, GLOBAL, data, null, '$2/$1', 5, out, length);
  return { shown: [status, first, replaced, length[0], out.toString('latin1', 0, 60)], size: length[0] };
}

const [interpreted, compiled] = [run(false), run(true)];
console.log(JSON.stringify({ result: [interpreted.shown, compiled.shown], outputs: [{ function: 'pcre2_substitute_8', argument: 'out', size: compiled.size }] }));
