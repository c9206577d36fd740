import { themeKind, type ThemeKind } from './kind';
import { stripes } from './stripes';
import { COLOURS, HOST_COLOURS, type ColourName, type HostColourName } from './tokens';

export type Palette = Readonly<Record<ColourName | HostColourName, string>>;

/** What canvases draw with: resolved colours, fonts, patterns. A new object after each theme change. */
export interface Theme extends Palette {
  readonly kind: ThemeKind;
  readonly highContrast: boolean;
  /** Opacity of marks by how often a byte was touched on average: 1x, 2-9x, 10x and more. */
  readonly tones: readonly [number, number, number];
  /** `font(12)`, `font(12, 600)`: text of the interface. */
  font(px: number, weight?: number): string;
  /** Bytes and offsets. */
  code(px: number, weight?: number): string;
  readonly writeFill: CanvasPattern | string;
  readonly guardFill: CanvasPattern | string;
  readonly pastEndFill: CanvasPattern | string;
}

let current: Theme | null = null;
const listeners = new Set<() => void>();

/** The theme in force; read again after `onThemeChange`. */
export function theme(): Theme {
  return current ??= readTheme();
}

/** Calls back after VS Code changed its theme, colours or fonts. Returns the function that ends it. */
export function onThemeChange(listener: () => void): () => void {
  if (listeners.size === 0) watch();
  listeners.add(listener);
  return () => { listeners.delete(listener); };
}

let watching = false;

/** VS Code marks a theme change on the body's class and on the root's style. */
function watch(): void {
  if (watching) return;
  watching = true;
  const observer = new MutationObserver(() => {
    current = null;
    for (const listener of [...listeners]) listener();
  });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
}

function readTheme(): Theme {
  const kind = themeKind();
  const style = getComputedStyle(document.body);
  const variable = (name: string, fallback: string): string => style.getPropertyValue(`--vscode-${name}`).trim() || fallback;
  const palette: Record<string, string> = {};
  for (const [key, colour] of Object.entries(COLOURS)) palette[key] = variable(`ffiscope-${key}`, colour[kind]);
  for (const [key, colour] of Object.entries(HOST_COLOURS)) palette[key] = variable(colour.name, colour[kind]);
  const sans = variable('font-family', 'system-ui, sans-serif');
  const mono = variable('editor-font-family', 'monospace');
  const highContrast = kind === 'hcDark' || kind === 'hcLight';
  const colours = palette as Palette;
  return {
    ...colours, kind, highContrast,
    tones: highContrast ? [0.62, 0.8, 1] : [0.46, 0.72, 1],
    font: (px, weight = 400) => `${weight} ${px}px ${sans}`,
    code: (px, weight = 400) => `${weight} ${px}px ${mono}`,
    writeFill: stripes(colours.write, colours.writeStripe, highContrast ? { step: 5, width: 2 } : { step: 4, width: 1.2 }),
    guardFill: stripes(null, colours.guard, { step: 5, width: 1 }),
    pastEndFill: stripes(null, colours.pastEnd, { step: 5, width: 1 }),
  };
}
