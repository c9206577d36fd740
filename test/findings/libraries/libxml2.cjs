// A document parsed from memory, asked with XPath, changed, and written again.
'use strict';
const koffi = require('koffi');
const xml = koffi.load('libxml2.so.2');

for (const name of ['xmlDoc', 'xmlNode', 'xmlXPathContext', 'xmlXPathObject']) koffi.opaque(name);
const readMemory = xml.func('xmlDoc *xmlReadMemory(const char *buffer, int size, const char *url, const char *encoding, int options)');
const rootOf = xml.func('xmlNode *xmlDocGetRootElement(xmlDoc *doc)');
const setProp = xml.func('void *xmlSetProp(xmlNode *node, const char *name, const char *value)');
const newContext = xml.func('xmlXPathContext *xmlXPathNewContext(xmlDoc *doc)');
const evaluate = xml.func('xmlXPathObject *xmlXPathEvalExpression(const char *text, xmlXPathContext *context)');
const toNumber = xml.func('double xmlXPathCastToNumber(xmlXPathObject *object)');
const freeObject = xml.func('void xmlXPathFreeObject(xmlXPathObject *object)');
const freeContext = xml.func('void xmlXPathFreeContext(xmlXPathContext *context)');
const dump = xml.func('void xmlDocDumpMemory(xmlDoc *doc, _Out_ void **text, _Out_ int *size)');
const freeDoc = xml.func('void xmlFreeDoc(xmlDoc *doc)');

const text = Buffer.from(`<list>${Array.from({ length: 40 }, (_, at) => `<item price="${at}">thing ${at}</item>`).join('')}</list>`);
const doc = readMemory(text, text.length, 'memory.xml', null, 0);
const context = newContext(doc);
const sum = evaluate('sum(//item/@price)', context);
console.log(toNumber(sum));
freeObject(sum);
freeContext(context);
setProp(rootOf(doc), 'count', '40');
const [out, size] = [[null], [0]];
dump(doc, out, size);
console.log(koffi.decode(out[0], koffi.array('char', 40, 'String')), size[0]);
freeDoc(doc);
