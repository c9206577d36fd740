import { t } from '../text/l10n';
/** Two buttons over the page map: nested blocks, or strict rows of 16 bytes. */
export interface ModeSwitch {
  update(mode: 'blocks' | 'rows' | 'hidden'): void;
  destroy(): void;
}

const MODES = [['blocks', t('blocks'), t('Pages of 4 × 4 blocks of 16 × 16 bytes')], ['rows', t('rows'), t('Every byte beside its neighbours: 16 bytes a row (X)')]] as const;

export function addModeSwitch(host: HTMLElement, choose: (rows: boolean) => void): ModeSwitch {
  const group = document.createElement('div');
  group.className = 'segments pagemap-mode';
  group.setAttribute('role', 'group');
  group.setAttribute('aria-label', t('Arrangement of bytes'));
  Object.assign(group.style, { position: 'absolute', right: '10px', bottom: '8px', zIndex: '1' });
  const buttons = MODES.map(([mode, text, title]) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = text;
    button.title = title;
    // Reached with X on the canvas, which stays the one tab stop of the view.
    button.tabIndex = -1;
    button.addEventListener('click', () => choose(mode === 'rows'));
    group.append(button);
    return { mode, button };
  });
  host.append(group);
  return {
    update(mode) {
      group.hidden = mode === 'hidden';
      for (const each of buttons) {
        each.button.classList.toggle('on', each.mode === mode);
        each.button.setAttribute('aria-pressed', String(each.mode === mode));
      }
    },
    destroy() { group.remove(); },
  };
}
