require('./sample');
throw new Error('failed on purpose');
