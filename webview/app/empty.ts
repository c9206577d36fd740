import type { Host } from '../host';
import type { EmptyInfo } from '../protocol';
import { button, h } from '../ui/dom';
import { samplePicture } from './samplepicture';
import { t } from '../text/l10n';

const GLYPH = { ok: '✓', info: 'i', warning: '!' } as const;

/** No recording is open: what one looks like, one thing to do, the same in a terminal, and what was checked. */
export function showEmpty(root: HTMLElement, host: Host, info: EmptyInfo): void {
  const program = info.program ?? 'app.js';
  const line = `npx ffiscope record -- node ${program}`;
  root.replaceChildren(h('div', { class: 'page empty' },
    samplePicture(),
    h('p', { class: 'legend' },
      h('span', {}, h('i', { class: 'swatch read-fill' }), t('▲ R bytes the library read')),
      h('span', {}, h('i', { class: 'swatch write-fill' }), t('▼ W bytes the library wrote')),
      h('span', {}, h('i', { class: 'swatch' }), t('not touched'))),
    h('h1', {}, t('No recording is open')),
    h('p', {}, t('Record a Node program once. See every byte its native calls read and wrote.')),
    h('div', { class: 'actions' },
      info.program
        ? button(t('Record {0}', info.program), t('Run the active file and record its native calls'), () => host.command('recordActiveFile'), 'primary')
        : button(t('Record a program…'), t('Choose a program, run it and record its native calls'), () => host.command('recordProgram'), 'primary'),
      button(t('Open a recording…'), t('Open a .ffitrace file'), () => host.command('openTrace'), 'secondary')),
    h('p', { class: 'or' }, t('or in a terminal')),
    h('p', { class: 'terminal' }, h('span', { 'aria-hidden': 'true' }, '$'), h('code', {}, line), button(t('Copy'), t('Copy the command'), () => host.copy(line, t('the command')), 'mini')),
    h('ul', { class: 'checks' }, info.checks.map(check => h('li', {},
      h('span', { class: `check ${check.state}`, 'aria-hidden': 'true' }, GLYPH[check.state]), h('div', {}, h('b', {}, check.title), h('small', {}, check.detail))))),
  ));
}
