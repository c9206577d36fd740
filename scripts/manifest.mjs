// `npm run manifest`: writes the parts of package.json, and package.nls.json, that come from extension/manifest/.
import { writeManifest } from './lib/manifest.mjs';
import { mainly } from './lib/run.mjs';

await mainly(async () => {
  const written = await writeManifest();
  console.log(written.length > 0 ? `wrote ${written.join(' and ')}` : 'nothing to write: package.json is as extension/manifest/ says');
});
