import type { ThemeKind } from '../theme/kind';

const CLASSES: Readonly<Record<ThemeKind, readonly string[]>> = {
  light: ['vscode-light'], dark: ['vscode-dark'],
  hcDark: ['vscode-high-contrast'], hcLight: ['vscode-high-contrast', 'vscode-high-contrast-light'],
};

/** Gives the body the classes VS Code would, from what the system prefers, now and whenever that changes. */
export function followSystemTheme(body: HTMLElement): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const contrast = matchMedia('(prefers-contrast: more)');
  const apply = (): void => {
    const kind: ThemeKind = contrast.matches ? (dark.matches ? 'hcDark' : 'hcLight') : dark.matches ? 'dark' : 'light';
    body.classList.remove(...Object.values(CLASSES).flat());
    body.classList.add(...CLASSES[kind]);
  };
  dark.addEventListener('change', apply);
  contrast.addEventListener('change', apply);
  apply();
}
