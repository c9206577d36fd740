// `npm run strings`: gathers the texts that people read into l10n/bundle.l10n.json, for translators.
import { mainly } from './lib/run.mjs';
import { writeStrings } from './lib/strings.mjs';

await mainly(async () => {
  console.log(writeStrings() ? 'wrote l10n/bundle.l10n.json' : 'nothing to write: l10n/bundle.l10n.json has all texts');
});
