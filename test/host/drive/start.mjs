// What somebody sees first: the walkthrough with its pictures, and `ffiscope doctor` in a terminal of the workbench.
import assert from 'node:assert';
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { ask, command, terminalText, until } from '../workbench.mjs';

const STEPS = ['Record a program', 'See what was called', 'Follow the bytes', 'Find the mistake'];

export async function walkthroughHasItsPictures({ page, shot, theme }) {
  await command(page, 'View: Close All Editors');
  await ask(page, 'Welcome: Open Walkthrough...', 'First steps with FFIScope');
  const step = title => page.locator('.getting-started-step', { hasText: title });
  for (const [at, title] of STEPS.entries()) {
    await step(title).first().click();
    await until(`the picture of "${title}"`, () => page.locator('.getting-started-media img').evaluateAll(all => all.some(({ complete, naturalWidth, offsetWidth }) => complete && naturalWidth > 0 && offsetWidth > 0)));
    await until(`"${title}" to be open`, async () => (await step(title).first().getAttribute('class'))?.includes('expanded'));
    await shot(`walkthrough-${at + 1}`);
  }
  await theme('light');
  await step(STEPS[1]).first().click();
  await shot('walkthrough-light');
  await theme('dark');
}

export async function doctorLooksAtThisComputer({ page, shot }) {
  await command(page, 'View: Close All Editors');
  await command(page, 'Terminal: Create New Terminal');
  await until('the terminal to have the focus', () => page.evaluate(() => document.activeElement?.classList.contains('xterm-helper-textarea')));
  await page.keyboard.type(`clear; node ${join(root, 'dist/cli.js')} doctor\n`);
  const text = await until('the end of doctor', async () => {
    const shown = await terminalText(page);
    return /Programs can(?:not)? be recorded here/.test(shown) && shown;
  }).catch(async error => { throw new Error(`${error.message}; the terminal shows: ${await terminalText(page)}`); });
  for (const looked of ['kernel', 'ptrace', 'processor', 'node', 'koffi']) assert.match(text, new RegExp(`^\\s*\\w+ +${looked} `, 'm'));
  await shot('doctor');
}
