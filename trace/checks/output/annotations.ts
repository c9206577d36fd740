import type { Finding, Severity, TraceInfo } from '../../model/types';
import { below, placeOf } from './where';

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/** Workflow commands that GitHub shows beside the lines of a change; paths are relative to `base`. */
export function annotationLines(findings: readonly Finding[], info: TraceInfo, base: string): string[] {
  return findings.map((finding) => {
    const place = placeOf(finding, info);
    const properties = [
      ...(place ? [`file=${property(below(base, place.file))}`, `line=${place.line}`, ...(place.column === null || place.column < 1 ? [] : [`col=${place.column}`])] : []),
      `title=${property(`ffiscope ${finding.rule}`)}`,
    ];
    return `::${commands[finding.severity]} ${properties.join(',')}::${data(finding.message)}`;
  });
}

function data(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function property(text: string): string {
  return data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
