// Draws icon.png (256 px) from icon.svg with Chromium: `node media/render.mjs`
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { chromium as executable } from '../test/host/paths.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const browser = await chromium.launch({ executablePath: executable(), args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 256, height: 256 } });
await page.setContent(`<style>html, body { margin: 0; background: transparent } svg { display: block }</style>${readFileSync(join(here, 'icon.svg'), 'utf8')}`);
await page.screenshot({ path: join(here, 'icon.png'), omitBackground: true });
await browser.close();
