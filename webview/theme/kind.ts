export type ThemeKind = 'light' | 'dark' | 'hcDark' | 'hcLight';

/** Theme kind from the classes that VS Code (or the report page) puts on the body. */
export function themeKind(body: HTMLElement = document.body): ThemeKind {
  const has = (name: string): boolean => body.classList.contains(name);
  if (has('vscode-high-contrast-light')) return 'hcLight';
  if (has('vscode-high-contrast')) return 'hcDark';
  return has('vscode-dark') ? 'dark' : 'light';
}
