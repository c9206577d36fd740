// An extension of the demo's workbench: opens the recording as soon as all editors are known. An address can't do that: on the
// first start of a profile the workbench takes a file in it for text, before it knows who else could show it.
'use strict';
const vscode = require('vscode');

exports.activate = () => vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(process.env.FFISCOPE_DEMO_FILE), 'ffiscope.trace');
