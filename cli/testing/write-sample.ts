// `npx esbuild --bundle --platform=node cli/testing/write-sample.ts | node - FILE` writes the sample recording.
import { writeFileSync } from 'node:fs';
import { sampleTrace } from '../../trace/testing/sample';

const file = process.argv[2];
if (file === undefined) throw new Error('which file?');
writeFileSync(file, sampleTrace());
