import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { bytesSource, openTrace } from '../../open';
import { sampleTrace } from '../../testing/sample';
import type { Finding, TraceInfo } from '../../model/types';
import { finding, related } from '../finding';
import { annotationLines } from './annotations';
import { sarifLog } from './sarif';

const schema = JSON.parse(readFileSync(createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8')) as object;
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats(ajv);
const validate = ajv.compile(schema);
const problems = (log: object) => (validate(log) ? [] : validate.errors?.map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`));

const info = { args: ['src/app.js'], cwd: '/home/dev/app', recorder: '0.1.0' } as unknown as TraceInfo;
const base = '/home/dev/app';

/** What differs between findings: with and without a place in JavaScript, in native code, in any code; odd names. */
const odd: readonly Finding[] = [
  finding('overlap', 'warning', 'A message: 100 % with, commas\nand two lines.', { site: { file: '/home/dev/app/my lib/ä#1.js', line: 3, column: 7 }, function: 'f<int>' }),
  finding('crash', 'error', 'It ended.', { file: '/usr/src/x.c', line: 9, symbol: 'g', module: '/lib/libx.so' }),
  finding('untraced', 'info', 'Nowhere.'),
  finding('lost-write', 'warning', 'From a module.', {
    site: { file: 'file:///home/dev/app/m.mjs', line: 1, column: 0 }, file: 'wire.c', line: 4, symbol: 'put', call: 3, region: 2, offset: 8, size: 4, access: 12, count: 5,
    related: [related('call', 'the call before', { file: '/home/dev/app/m.mjs', line: 7, column: 2 }), related('native', 'registers')],
  }),
];

describe('SARIF', () => {
  it('is valid for every finding of a recording, and for odd ones', async () => {
    const trace = await openTrace(bytesSource(sampleTrace()));
    expect(problems(sarifLog([...await trace.findings(), ...odd], trace.info, base))).toEqual([]);
    expect(problems(sarifLog([], info, base))).toEqual([]);
  });

  it('would not be valid with a line 0 or without a message: the schema is looked at', () => {
    const log = JSON.stringify(sarifLog(odd, info, base));
    expect(problems(JSON.parse(log.replace('"startLine":3', '"startLine":0')) as object)).toHaveLength(1);
    expect(problems(JSON.parse(log.replace('"message":{"text":"It ended."}', '"message":{}')) as object)).not.toEqual([]);
  });

  it('has paths below the folder, levels, related places, and a print that outlives a change of lines', () => {
    const [run] = (sarifLog(odd, info, base) as { runs: { results: Record<string, unknown>[]; tool: { driver: { rules: { id: string }[] } } }[] }).runs;
    expect(run?.results.map(({ level }) => level)).toEqual(['warning', 'error', 'note', 'warning']);
    expect(run?.results[0]).toMatchObject({ locations: [{ physicalLocation: { artifactLocation: { uri: 'my%20lib/%C3%A4%231.js', uriBaseId: 'SRCROOT' }, region: { startLine: 3, startColumn: 7 } } }] });
    expect(run?.results[1]).toMatchObject({ locations: [{ physicalLocation: { artifactLocation: { uri: 'file:///usr/src/x.c' } } }] });
    expect(run?.results[2]).toMatchObject({ locations: [{ physicalLocation: { artifactLocation: { uri: 'src/app.js' }, region: { startLine: 1 } } }] });
    expect(run?.results[3]).toMatchObject({ occurrenceCount: 5, relatedLocations: [{ message: { text: 'put' } }, { message: { text: 'the call before' } }] });
    const moved = odd.map(one => (one.site ? { ...one, site: { ...one.site, line: one.site.line + 10 } } : one));
    const prints = (log: object) => (log as { runs: { results: { partialFingerprints: object }[] }[] }).runs[0]?.results.map(({ partialFingerprints }) => partialFingerprints);
    expect(prints(sarifLog(moved, info, base))).toEqual(prints(sarifLog(odd, info, base)));
  });
});

describe('annotations', () => {
  it('are workflow commands in one line each, at the JavaScript line, else the native one, else the program', () => {
    expect(annotationLines(odd, info, base)).toEqual([
      '::warning file=my lib/ä#1.js,line=3,col=7,title=ffiscope overlap::A message: 100 %25 with, commas%0Aand two lines.',
      '::error file=/usr/src/x.c,line=9,title=ffiscope crash::It ended.',
      '::notice file=src/app.js,line=1,title=ffiscope untraced::Nowhere.',
      '::warning file=m.mjs,line=1,title=ffiscope lost-write::From a module.',
    ]);
  });
});
