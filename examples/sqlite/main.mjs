// A small table in memory: prepare, bind, step, read columns, and read a blob in pieces.
import * as sqlite from './library.mjs';

const db = opened(':memory:');

function opened(name) {
  const out = [null];
  const status = sqlite.open(name, out);
  if (status !== 0) throw new Error(`sqlite3_open failed with ${status}`);
  return out[0];
}

function prepared(sql) {
  const out = [null];
  check(sqlite.prepare(db, sql, -1, out, null));
  return out[0];
}

function check(status) {
  if (status !== 0 && status !== sqlite.ROW && status !== sqlite.DONE) throw new Error(sqlite.errmsg(db));
  return status;
}

function execute(sql) {
  const statement = prepared(sql);
  check(sqlite.step(statement));
  sqlite.finalize(statement);
}

function insert(rows) {
  const statement = prepared('INSERT INTO star (name, magnitude, spectrum) VALUES (?, ?, ?)');
  for (const { name, magnitude, spectrum } of rows) {
    check(sqlite.bindText(statement, 1, name, -1, sqlite.TRANSIENT));
    check(sqlite.bindDouble(statement, 2, magnitude));
    check(sqlite.bindBlob(statement, 3, spectrum, spectrum.length, sqlite.TRANSIENT));
    check(sqlite.step(statement));
    check(sqlite.reset(statement));
  }
  sqlite.finalize(statement);
}

function brightest(count) {
  const statement = prepared(`SELECT rowid, name, magnitude FROM star ORDER BY magnitude LIMIT ${count}`);
  const rows = [];
  while (check(sqlite.step(statement)) === sqlite.ROW) {
    rows.push({ row: sqlite.columnInt64(statement, 0), name: sqlite.columnText(statement, 1), magnitude: sqlite.columnDouble(statement, 2) });
  }
  sqlite.finalize(statement);
  return rows;
}

/** Reads a blob of `size` bytes in two calls, the second half first. */
function spectrumOf(row, size) {
  const out = [null];
  check(sqlite.blobOpen(db, 'main', 'star', 'spectrum', row, 0, out));
  const dest = Buffer.alloc(size);
  const half = size / 2;
  check(sqlite.blobRead(out[0], dest.subarray(half), half, half));
  check(sqlite.blobRead(out[0], dest, half, 0));
  check(sqlite.blobClose(out[0]));
  return dest;
}

/** Not a real spectrum: just bytes that can be told apart. */
const spectrum = (seed) => Buffer.from({ length: 512 }, (_, i) => (i * seed) % 251);

execute('CREATE TABLE star (name TEXT, magnitude REAL, spectrum BLOB)');
insert([
  { name: 'Vega', magnitude: 0.03, spectrum: spectrum(3) },
  { name: 'Sirius', magnitude: -1.46, spectrum: spectrum(5) },
  { name: 'Canopus', magnitude: -0.74, spectrum: spectrum(7) },
]);
const stars = brightest(2);
for (const { name, magnitude } of stars) console.log(`${name.padEnd(8)} ${magnitude.toFixed(2).padStart(5)}`);
const sirius = spectrumOf(stars[0].row, 512);
console.log(sirius.equals(spectrum(5)) ? 'its spectrum came back unchanged' : 'its spectrum was changed');
sqlite.close(db);
process.exitCode = sirius.equals(spectrum(5)) ? 0 : 1;
