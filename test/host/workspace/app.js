const { fillBytes, readHeader, sumBytes } = require('./sample');

const bytes = Buffer.alloc(300);
fillBytes(bytes, 256, 7);
const sum = sumBytes(bytes, 300);
const header = {};
readHeader(Buffer.from('46464900020001000800000000000000', 'hex'), header);
console.log(`sum ${sum}, version ${header.version}`);
