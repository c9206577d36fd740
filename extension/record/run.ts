/** One way to start a program: what "Record Again" repeats. */
export interface Run {
  readonly command: readonly string[];
  /** Absolute path of the folder it runs in. */
  readonly cwd: string;
}
