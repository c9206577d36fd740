import { interpolateCividis, rgb } from 'd3';

/**
 * Inks for categories, told apart by people who see colours differently and always drawn with a letter on them; black text has at least
 * 4.5:1 on each. None is the ink of reads or of writes.
 */
const CATEGORIES = ['#4db6ac', '#cc79a7', '#f0e442', '#9e9ac8', '#a6d854', '#e7a3a3', '#bdbdbd'] as const;

/** Letters of categories; the last stands for all others. */
const LETTERS = ['A', 'B', 'C', 'D', 'E', 'F', '…'] as const;
export const CATEGORY_COUNT = CATEGORIES.length;
export const categoryInk = (index: number): string => CATEGORIES[index] ?? CATEGORIES[CATEGORY_COUNT - 1]!;
export const categoryLetter = (index: number): string => LETTERS[index] ?? '…';

/** Steps of a scale from little to much. */
export const STEPS = 9;
const RAMP = Array.from({ length: STEPS }, (_, step) => interpolateCividis(step / (STEPS - 1)));

/** Cividis: even in lightness, and the same for people who see colours differently. */
export const stepInk = (step: number): string => RAMP[Math.max(0, Math.min(STEPS - 1, step))]!;

/** Black or white, whichever reads better on an ink. */
export function textOn(ink: string): string {
  const { r, g, b } = rgb(ink);
  const linear = (value: number): number => (value <= 10 ? value / 3295 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b) > 0.179 ? '#000000' : '#ffffff';
}
