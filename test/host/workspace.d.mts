export function makeWorkspace(name: string): string;
export function recordInto(folder: string, trace: string, program: string): string;
