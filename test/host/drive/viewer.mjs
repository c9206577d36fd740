// The package without a recorder: shows traces, and says why it can't record.
import assert from 'node:assert';
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

/** The page of extension/viewer/html.ts as VS Code shows it: whatever a trace could get into it must not run, load or connect. */
export async function policyHolds({ page }) {
  const view = await webview(page, '.app.editor .call-name');
  const { ran, refused } = await view.evaluate(async () => {
    const seen = new Set();
    document.addEventListener('securitypolicyviolation', event => seen.add(event.effectiveDirective));
    const add = (name, values) => document.body.append(Object.assign(document.createElement(name), values));
    const nowhere = 'http://127.0.0.1:9/x';
    add('script', { textContent: 'window.ranHere = 1' });
    add('script', { src: nowhere });
    add('img', { src: `${nowhere}.png` });
    add('iframe', { src: nowhere });
    add('object', { data: nowhere });
    add('link', { rel: 'stylesheet', href: `${nowhere}.css` });
    document.body.insertAdjacentHTML('beforeend', '<b id="clicked" onclick="window.ranHere = 2">x</b>');
    document.getElementById('clicked').click();
    await fetch(nowhere).catch(() => {});
    // Behind an await: what a debugger runs itself may do this.
    await new Promise(resolve => setTimeout(resolve, 100));
    try { window.ranHere = (0, eval)('3'); } catch { /* refused */ }
    await new Promise(resolve => setTimeout(resolve, 300));
    return { ran: window.ranHere ?? null, refused: [...seen].sort() };
  });
  assert.strictEqual(ran, null);
  assert.deepStrictEqual(refused, ['connect-src', 'frame-src', 'img-src', 'object-src', 'script-src', 'script-src-attr', 'script-src-elem', 'style-src-elem']);
}
