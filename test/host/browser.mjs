// The browser that shows the workbench.
import { join } from 'node:path';
import { chromium as playwright } from 'playwright-core';
import { chromium } from './paths.mjs';

/** Starts a browser on a profile of its own; returns its context and first page. */
export async function startBrowser(profile, viewport = { width: 1400, height: 900 }) {
  const context = await playwright.launchPersistentContext(join(profile, 'browser'), {
    executablePath: chromium(),
    headless: true,
    viewport,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  await context.addInitScript(answerServiceWorkersAtOnce);
  return { context, page: context.pages()[0] ?? await context.newPage() };
}

/**
 * Runs in each page. A webview waits for its service worker to look for updates, which Chromium puts off for seconds after it
 * started; in a fresh profile there is nothing to update. The workbench's own worker only caches.
 */
function answerServiceWorkersAtOnce() {
  const container = navigator.serviceWorker;
  if (!container) return;
  const register = container.register.bind(container);
  container.register = (script, options) => String(script).includes('/_static/out/browser/serviceWorker.js')
    ? Promise.reject(new Error('not in tests'))
    : register(script, options);
  ServiceWorkerRegistration.prototype.update = function update() { return Promise.resolve(this); };
}
