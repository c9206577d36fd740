/** A function of ours on the stack: frames above it are the program's. */
export type Below = (...args: never[]) => unknown;
