// The package without a recorder: shows traces, and says why it can't record.
import { ask, command, notification, openFile, webview } from '../workbench.mjs';

export async function showsTraces({ page }) {
  await ask(page, 'FFIScope: Open Trace...', 'kept');
  await webview(page, '.app.editor .call-name b:text-is("sum_bytes")');
}

export async function saysWhyItCannotRecord({ page, shot }) {
  await openFile(page, 'app.js');
  await command(page, 'FFIScope: Record Active File');
  await notification(page, 'this package can only show traces: install the one for linux-x64');
  await shot('viewer-cannot-record');
}
