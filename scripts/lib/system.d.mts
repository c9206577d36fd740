export function findChromium(): string | null;
export function provideLibraries(): boolean;
export function provideChromium(): boolean;
