const { sumBytes } = require('./sample');
const ffiscope = process.env.FFISCOPE_CHILD_API ? require(process.env.FFISCOPE_CHILD_API) : null;

sumBytes(Buffer.from('override'), 8);
ffiscope?.registerRetcode(3);
process.exitCode = 1;
