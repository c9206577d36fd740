import type { Finding, RelatedPlace, Severity, TraceInfo } from '../../model/types';
import { catalogue, ruleNames } from '../catalogue';
import { below, placeOf, type Place } from './where';

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = { error: 'error', warning: 'warning', info: 'note' };

/** Findings as a SARIF 2.1.0 log, for services that show code scanning results. Paths are relative to `base` where they lie below it. */
export function sarifLog(findings: readonly Finding[], info: TraceInfo, base: string): object {
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: { driver: { name: 'ffiscope', version: info.recorder || '0', rules } },
      columnKind: 'utf16CodeUnits',
      originalUriBaseIds: { SRCROOT: { uri: `file://${encoded(base.endsWith('/') ? base : `${base}/`)}` } },
      results: findings.map(finding => result(finding, info, base)),
    }],
  };
}

const rules = catalogue.map(({ name, severity, when, on }) => ({
  id: name,
  shortDescription: { text: `${when.charAt(0).toUpperCase()}${when.slice(1)}.` },
  defaultConfiguration: { level: levels[severity], enabled: on },
}));

function result(finding: Finding, info: TraceInfo, base: string): object {
  const place = placeOf(finding, info);
  const related = [...native(finding), ...finding.related].filter(one => one.file !== null && one.line !== null);
  const { call, region, offset, size, access, count } = finding;
  return {
    ruleId: finding.rule,
    ruleIndex: ruleNames.findIndex(name => name === finding.rule),
    level: levels[finding.severity],
    message: { text: finding.message },
    locations: place ? [{ physicalLocation: location(place, base), ...(finding.function !== null && { logicalLocations: [{ name: finding.function, kind: 'function' }] }) }] : [],
    ...(related.length > 0 && { relatedLocations: related.map((one, id) => ({ id, message: { text: one.message }, physicalLocation: location(one as Place, base) })) }),
    occurrenceCount: Math.max(1, count),
    partialFingerprints: { 'ffiscope/v1': [finding.rule, finding.function, place && below(base, place.file), region === null ? null : offset, finding.symbol].join('|') },
    properties: { call, region, offset, size, access },
  };
}

/** The finding's own native line, unless a related place says it already. */
function native({ file, line, symbol, related }: Finding): RelatedPlace[] {
  if (file === null || line === null || related.some(one => one.file === file && one.line === line)) return [];
  return [{ kind: 'native', message: symbol ?? 'native code', file, line, column: null, call: null, ordinal: null }];
}

function location({ file, line, column }: Place, base: string): object {
  const path = below(base, file);
  const artifactLocation = path.startsWith('/') ? { uri: `file://${encoded(path)}` } : { uri: encoded(path), uriBaseId: 'SRCROOT' };
  return { artifactLocation, region: { startLine: Math.max(1, line), ...(column !== null && column > 0 && { startColumn: column }) } };
}

function encoded(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
