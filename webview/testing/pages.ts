/** Pages for browser tests: the report, and the webview with a host that speaks the protocol. */
import { build } from 'esbuild';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { sampleTrace } from '../../trace/testing/sample';
import type { FileRef, HostMessage, ViewMessage } from '../protocol';

const ORIGIN = 'http://views.test';

interface Bundle { readonly script: string; readonly style: string }
const bundles = new Map<string, Promise<Bundle>>();

function bundle(entry: 'report' | 'main'): Promise<Bundle> {
  let made = bundles.get(entry);
  if (!made) {
    const path = new URL(`../${entry}.ts`, import.meta.url).pathname;
    made = build({ entryPoints: [path], outdir: 'out', bundle: true, format: 'iife', target: 'es2022', write: false }).then(({ outputFiles }) => ({
      script: outputFiles.find(file => file.path.endsWith('.js'))?.text.replaceAll('</script', '<\\/script') ?? '',
      style: outputFiles.find(file => file.path.endsWith('.css'))?.text ?? '',
    }));
    bundles.set(entry, made);
  }
  return made;
}

export interface OpenPage { readonly page: Page; /** Errors of the page and refusals by its policy. */ readonly errors: string[]; close(): Promise<void> }

/** The policy is as strict as in VS Code: only the script and the style sheet with the nonce. */
const POLICY = "default-src 'none'; script-src 'nonce-test' 'wasm-unsafe-eval'; style-src 'nonce-test'; connect-src data:";

async function open(browser: Browser, html: string, options: BrowserContextOptions, before?: (page: Page) => Promise<void>): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1300, height: 800 }, ...options });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', error => errors.push(String(error)));
  page.on('console', message => { if (message.type() === 'error') errors.push(message.text()); });
  // Nothing listens anywhere: the one page is answered here, every other request is refused.
  await page.route('**/*', route => (route.request().url() === `${ORIGIN}/` ? route.fulfill({ contentType: 'text/html', body: html }) : route.abort()));
  await before?.(page);
  await page.goto(`${ORIGIN}/`);
  return { page, errors, close: () => context.close() };
}

const htmlOf = ({ script, style }: Bundle, body: string, texts?: Readonly<Record<string, string>>): string => `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}"><title>views</title><style nonce="test">${style}</style></head>
<body class="vscode-light">${body}${texts ? `<script type="application/json" id="l10n">${JSON.stringify(texts)}</script>` : ''}<script nonce="test">${script}</script></body></html>`;

/**
 * The report over a recording, open and with its findings.
 * @param texts translations
 */
export async function openReport(
  browser: Browser, bytes: Uint8Array = sampleTrace(), options: BrowserContextOptions = {}, texts?: Readonly<Record<string, string>>,
): Promise<OpenPage> {
  const data = Buffer.from(bytes).toString('base64');
  const body = `<div id="root"></div><script id="trace" type="application/octet-stream;base64" data-name="app.ffitrace">${data}</script>`;
  return open(browser, htmlOf(await bundle('report'), body, texts), options);
}

export interface HostedPage extends OpenPage {
  /** Messages of the view so far, but reads. */
  sent(): Promise<ViewMessage[]>;
  send(message: HostMessage): Promise<void>;
}

/**
 * The webview with a host in the test that answers reads from `bytes`; `init` overrides parts of the first message.
 * @param other compares with this recording instead of showing one
 */
export async function openWebview(browser: Browser, bytes: Uint8Array, init: Partial<Extract<HostMessage, { type: 'init' }>> = {}, other?: Uint8Array): Promise<HostedPage> {
  const file: FileRef = { name: 'app.ffitrace', key: 'memory:app', size: bytes.length, generation: 1 };
  const first: HostMessage = other ? { type: 'compare', files: [file, { ...file, name: 'fixed.ffitrace', key: 'memory:fixed', size: other.length, generation: 2 }] } : {
    type: 'init', mode: 'editor', file, state: null, selection: null, bookmarks: null, follow: true,
    empty: { program: 'app.js', checks: [{ state: 'ok', title: 'koffi found', detail: 'in this workspace' }] }, ...init,
  };
  const sent: ViewMessage[] = [];
  const html = htmlOf(await bundle('main'), '<div id="root"></div>');
  let send: (message: HostMessage) => Promise<void> = () => Promise.resolve();
  const opened = await open(browser, html, {}, async page => {
    send = message => page.evaluate(data => window.postMessage(data), message as never);
    await page.exposeFunction('toHost', async (message: ViewMessage) => {
      if (message.type !== 'read') sent.push(message);
      if (message.type === 'ready') await send(first);
      if (message.type === 'source') await send({ type: 'sourceText', id: message.id, text: Array.from({ length: 80 }, (_, i) => `text of line ${i + 1}`).join('\n') });
      if (message.type === 'read') {
        const part = Buffer.from((other && message.generation === 2 ? other : bytes).subarray(message.offset, message.offset + message.length)).toString('base64');
        await page.evaluate(({ base64, id, generation }) => {
          const { buffer } = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
          window.postMessage({ type: 'bytes', id, generation, buffer });
        }, { base64: part, id: message.id, generation: message.generation });
      }
    });
    await page.addInitScript(() => {
      let state: unknown;
      const host = window as unknown as { toHost(message: unknown): void; acquireVsCodeApi: unknown };
      host.acquireVsCodeApi = () => ({ getState: () => state, setState: (next: unknown) => { state = next; }, postMessage: (message: unknown) => host.toHost(message) });
    });
  });
  return { ...opened, sent: () => Promise.resolve([...sent]), send };
}
