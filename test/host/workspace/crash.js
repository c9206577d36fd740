const { storeAt, sumBytes } = require('./sample');

sumBytes(Buffer.from('still alive'), 11);
console.log('about to store at null');
storeAt(null, 42);
