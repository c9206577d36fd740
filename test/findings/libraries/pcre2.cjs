// PCRE2 used as its manual says: a pattern compiled once, several subjects, substrings got out of the match afterwards.
'use strict';
const koffi = require('koffi');
const pcre2 = koffi.load('libpcre2-8.so.0');

koffi.opaque('pcre2_code');
koffi.opaque('pcre2_match_data');
const compile = pcre2.func('pcre2_code *pcre2_compile_8(const char *pattern, size_t length, uint32_t options, _Out_ int *error, _Out_ size_t *offset, void *context)');
const matchData = pcre2.func('pcre2_match_data *pcre2_match_data_create_from_pattern_8(pcre2_code *code, void *context)');
const match = pcre2.func('int pcre2_match_8(pcre2_code *code, const uint8_t *subject, size_t length, size_t start, uint32_t options, pcre2_match_data *data, void *context)');
const substring = pcre2.func('int pcre2_substring_copy_bynumber_8(pcre2_match_data *data, uint32_t number, _Out_ uint8_t *buffer, _Inout_ size_t *size)');
const vector = pcre2.func('void *pcre2_get_ovector_pointer_8(pcre2_match_data *data)');
const errorMessage = pcre2.func('int pcre2_get_error_message_8(int code, _Out_ uint8_t *buffer, size_t size)');
const freeData = pcre2.func('void pcre2_match_data_free_8(pcre2_match_data *data)');
const freeCode = pcre2.func('void pcre2_code_free_8(pcre2_code *code)');

const pattern = '(\\w+)@(\\w+)\\.org';
const code = compile(pattern, pattern.length, 0, [0], [0], null);
const data = matchData(code, null);
for (const text of ['write to anna@example.org', 'nobody here', 'bob@test.org and more']) {
  const subject = Buffer.from(text);
  const groups = match(code, subject, subject.length, 0, 0, data, null);
  if (groups < 0) {
    const message = Buffer.alloc(128);
    console.log(message.toString('latin1', 0, errorMessage(groups, message, message.length)));
    continue;
  }
  const size = [32];
  const buffer = Buffer.alloc(32);
  substring(data, 1, buffer, size);
  const ends = new BigUint64Array(koffi.view(vector(data), groups * 16));
  console.log(buffer.toString('latin1', 0, size[0]), ends[0], ends[1]);
}
freeData(data);
freeCode(code);
