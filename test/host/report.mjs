// Prints the results of a suite: a line per test, a machine-readable line, and the sum that all suites end with.

/** Collects results in order. */
export class Results {
  rows = [];

  constructor(suite) { this.suite = suite; }

  add(title, error, ms) {
    this.rows.push({ title, ok: !error, ms: Math.round(ms), ...(error ? { error: String(error?.message ?? error) } : {}) });
    console.log(`${error ? 'not ok' : 'ok'} ${title} (${Math.round(ms)} ms)`);
    if (error) console.log(String(error?.stack ?? error).split('\n').slice(0, 12).map(line => `    ${line}`).join('\n'));
  }

  /** Runs one step; a failure is noted and thrown on. */
  async test(title, body) {
    const started = performance.now();
    try {
      const value = await body();
      this.add(title, null, performance.now() - started);
      return value;
    } catch (error) {
      this.add(title, error, performance.now() - started);
      throw error;
    }
  }

  get failed() { return this.rows.filter(row => !row.ok).length; }

  /** Prints the sum and returns the exit status. A suite without tests has failed. */
  finish() {
    console.log(JSON.stringify({ suite: this.suite, tests: this.rows }));
    const empty = this.rows.length === 0;
    console.log(`${this.rows.length - this.failed} passed, ${this.failed + (empty ? 1 : 0)} failed`);
    return this.failed > 0 || empty ? 1 : 0;
  }
}
