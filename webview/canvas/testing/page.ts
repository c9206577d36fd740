import { build } from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright-core';
import { findChromium } from '../../../scripts/lib/system.mjs';

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export async function launch(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('no Chromium found; install it (Debian: apt-get install chromium) or set CHROMIUM to its path');
  return chromium.launch({ executablePath, args: FLAGS });
}

export interface ViewsPage { readonly page: Page; /** What went wrong on the page. */ readonly errors: string[] }

/** A page with both pictures over the sample recording, the page map above the timeline. */
export async function openViews(browser: Browser, theme = 'vscode-light'): Promise<ViewsPage> {
  const bundle = await build({ entryPoints: [new URL('./entry.ts', import.meta.url).pathname], bundle: true, format: 'esm', write: false });
  const page = await browser.newPage({ viewport: { width: 700, height: 680 } });
  const errors: string[] = [];
  page.on('pageerror', error => errors.push(String(error)));
  await page.setContent(`<!doctype html><body class="${theme}" style="margin:0">
    <div id="map" style="position:relative;height:272px"></div><div id="timeline" style="position:relative;height:400px"></div>`);
  await page.addScriptTag({ content: bundle.outputFiles[0]!.text, type: 'module' });
  await page.waitForFunction(() => window.views !== undefined && window.views.timeline.note.includes('in view') && !window.views.timeline.note.includes('reading'));
  await page.waitForFunction(() => !window.views!.map.note.includes('counting'));
  return { page, errors };
}

/** Selects the call of a function and waits until both pictures show it. */
export async function selectCall(page: Page, name: string): Promise<void> {
  await page.evaluate(wanted => {
    const { store } = window.views!;
    store.dispatch({ type: 'call', call: store.trace.calls.find(call => call.function === wanted)!.id });
  }, name);
  await page.waitForFunction(() => !window.views!.map.note.includes('counting'));
  await nextFrames(page);
}

export async function nextFrames(page: Page): Promise<void> {
  await page.evaluate(() => new Promise(done => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => done(null))), 80)));
}

/** Pixels of a canvas that are nearly of a colour, given as #rrggbb. */
export function pixelsOf(page: Page, canvas: string, colour: string): Promise<number> {
  return page.evaluate(([selector, wanted]) => {
    const element = document.querySelector<HTMLCanvasElement>(selector!)!;
    const { data } = element.getContext('2d')!.getImageData(0, 0, element.width, element.height);
    const rgb = [1, 3, 5].map(at => parseInt(wanted!.slice(at, at + 2), 16));
    let count = 0;
    for (let i = 0; i < data.length; i += 4) if (data[i + 3]! > 200 && rgb.every((value, channel) => Math.abs(data[i + channel]! - value) < 12)) count++;
    return count;
  }, [canvas, colour]);
}
