// Parses a document with libxml2 and converts its text between encodings. Prints what came out, and which output each call has.
// `node xml.cjs [ITEMS]`
'use strict';
const { createHash } = require('node:crypto');
const koffi = require('koffi');
const { bytes } = require('../memory.cjs');

const items = Number(process.argv[2] ?? 8);
const xml = koffi.load('libxml2.so.2');
for (const name of ['xmlDoc', 'xmlXPathContext', 'xmlXPathObject']) koffi.opaque(name);
const readMemory = xml.func('xmlDoc *xmlReadMemory(const uint8_t *buffer, int size, const char *url, const char *encoding, int options)');
const newContext = xml.func('xmlXPathContext *xmlXPathNewContext(xmlDoc *doc)');
const evaluate = xml.func('xmlXPathObject *xmlXPathEvalExpression(const char *text, xmlXPathContext *context)');
const toNumber = xml.func('double xmlXPathCastToNumber(xmlXPathObject *object)');
const toUtf8 = xml.func('int isolat1ToUTF8(_Out_ uint8_t *out, _Inout_ int *outLength, const uint8_t *input, _Inout_ int *inputLength)');
const toLatin1 = xml.func('int UTF8Toisolat1(_Out_ uint8_t *out, _Inout_ int *outLength, const uint8_t *input, _Inout_ int *inputLength)');
const check = xml.func('int xmlCheckUTF8(const uint8_t *text)');

const text = Buffer.from(`<list>${Array.from({ length: items }, (_, at) => `<item price="${at}">\u00fcber ${at} na\u00efve</item>`).join('')}</list>`, 'latin1');
const latin1 = bytes(text.length);
text.copy(latin1);
const utf8 = bytes(text.length * 2 + 1);
const size = [text.length * 2];
const converted = toUtf8(utf8, size, latin1, [text.length]);
const back = bytes(text.length);
const backSize = [text.length];
const restored = toLatin1(back, backSize, utf8, [size[0]]);
const sum = toNumber(evaluate('sum(//item/@price)', newContext(readMemory(utf8, size[0], 'memory.xml', null, 0))));

console.log(JSON.stringify({
  result: [converted, restored, check(utf8), sum, createHash('sha256').update(utf8).digest('hex'), back.equals(latin1)],
  outputs: [{ function: 'isolat1ToUTF8', argument: 'out', size: size[0] }, { function: 'UTF8Toisolat1', argument: 'out', size: back.length }],
}));
