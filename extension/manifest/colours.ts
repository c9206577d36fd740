import { COLOURS } from '../../webview/theme/tokens';
import { text } from './text';

/** `contributes.colors`: the views' own colours, so that themes can change them. */
export const contributedColours = (): object[] => Object.entries(COLOURS).map(([key, { light, dark, hcDark, hcLight, says }]) => ({
  id: `ffiscope.${key}`,
  description: text(`color.${key}`, says),
  defaults: { light, dark, highContrast: hcDark, highContrastLight: hcLight },
}));
