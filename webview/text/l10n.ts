import { config, t } from '@vscode/l10n';

/**
 * Texts in the language of VS Code. Every text that people read or hear goes through `t('English with {0}', value)`; `npm run strings` gathers them
 * into l10n/bundle.l10n.json. The page holds the translations, when there are some, in `<script id="l10n" type="application/json">`, so that
 * they are known before any other module runs.
 */
const bundle = typeof document === 'undefined' ? null : document.getElementById('l10n')?.textContent;
if (bundle) config({ contents: bundle });

export { t };

/** For numbers and plurals. */
export const LOCALE = (typeof document === 'undefined' ? '' : document.documentElement.lang) || 'en';
