// node common.cjs PACKAGE LIBRARY
'use strict';
const loaded = require(process.argv[2]);
require('./scenario.cjs').run(loaded.default ?? loaded, process.argv[3]);
