// Makes screenshot.png: the zlib example's recording in a real workbench: `npm run demo && npm run package && node media/screenshot.mjs`
import { cpSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withSession } from '../test/host/drive/session.mjs';
import { packages } from '../test/host/extensions.mjs';
import { install } from '../test/host/install.mjs';
import { root } from '../test/host/paths.mjs';
import { answer, command, sleep, webview } from '../test/host/workbench.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const workspace = join(root, '.cache/host-workspaces/screenshot');
mkdirSync(workspace, { recursive: true });
cpSync(join(root, 'examples/zlib'), workspace, { recursive: true });
cpSync(join(root, 'demo-out/zlib.ffitrace'), join(workspace, 'zlib.ffitrace'));
install(text => console.error(text));
await withSession({ vsix: packages().recording, workspace }, async ({ page }) => {
  await page.setViewportSize({ width: 1600, height: 1000 });
  await command(page, 'FFIScope: Open Trace...');
  await answer(page, 'zlib');
  const view = await webview(page, '.call-name');
  await command(page, 'View: Toggle Primary Side Bar Visibility');
  await view.locator('.call-name b').last().click();
  for (let press = 0; press < 40; press++) await page.keyboard.press('ArrowRight');
  await sleep(2000);
  await page.screenshot({ path: join(here, 'screenshot.png') });
});
