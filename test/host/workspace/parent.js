// Starts a program that makes calls, in a process of its own.
require('node:child_process').fork(require('node:path').join(__dirname, 'app.js'));
