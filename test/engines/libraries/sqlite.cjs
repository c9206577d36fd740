// Fills a table in memory with SQLite, queries it, and reads a blob. Prints the rows, and which output each call
// has. `node sqlite.cjs [ROWS]`: so many more rows in one statement.
'use strict';
const koffi = require('koffi');
const { bytes } = require('../memory.cjs');

const sqlite = koffi.load('libsqlite3.so.0');
koffi.opaque('sqlite3');
koffi.opaque('sqlite3_stmt');
koffi.opaque('sqlite3_blob');
const open = sqlite.func('int sqlite3_open(const char *filename, _Out_ sqlite3 **db)');
const prepare = sqlite.func('int sqlite3_prepare_v2(sqlite3 *db, const char *sql, int size, _Out_ sqlite3_stmt **stmt, void *tail)');
const bindBlob = sqlite.func('int sqlite3_bind_blob(sqlite3_stmt *stmt, int index, const uint8_t *data, int size, intptr_t lifetime)');
const step = sqlite.func('int sqlite3_step(sqlite3_stmt *stmt)');
const finalize = sqlite.func('int sqlite3_finalize(sqlite3_stmt *stmt)');
const columnText = sqlite.func('const char *sqlite3_column_text(sqlite3_stmt *stmt, int column)');
const columnDouble = sqlite.func('double sqlite3_column_double(sqlite3_stmt *stmt, int column)');
const blobOpen = sqlite.func('int sqlite3_blob_open(sqlite3 *db, const char *schema, const char *table, const char *column, int64_t row, int flags, _Out_ sqlite3_blob **blob)');
const blobRead = sqlite.func('int sqlite3_blob_read(sqlite3_blob *blob, _Out_ uint8_t *dest, int size, int offset)');

const TRANSIENT = -1;
const pointer = (fill) => {
  const out = [null];
  const status = fill(out);
  if (status !== 0) throw new Error(`SQLite answered ${status}`);
  return out[0];
};
const db = pointer((out) => open(':memory:', out));
const statement = (sql) => pointer((out) => prepare(db, sql, -1, out, null));

function execute(sql, blob) {
  const prepared = statement(sql);
  if (blob) bindBlob(prepared, 1, blob, blob.length, TRANSIENT);
  const rows = [];
  while (step(prepared) === 100) rows.push([columnText(prepared, 0), columnDouble(prepared, 1)]);
  finalize(prepared);
  return rows;
}

const blob = bytes(300);
for (let i = 0; i < blob.length; i++) blob[i] = i % 251;
execute('CREATE TABLE t (name TEXT, value REAL, data BLOB)');
execute("INSERT INTO t VALUES ('one', 1.5, ?)", blob);
execute("INSERT INTO t VALUES ('two', 2.5, NULL)");
const more = Number(process.argv[2] ?? 0);
if (more > 0) execute(`INSERT INTO t (name, value) VALUES ${Array.from({ length: more }, (_, at) => `('row ${at}', ${at % 7}.25)`).join(', ')}`);
const rows = execute('SELECT name, value * 2 FROM t ORDER BY value DESC LIMIT 20');
const dest = bytes(300);
const status = blobRead(pointer((out) => blobOpen(db, 'main', 't', 'data', 1, 0, out)), dest, dest.length, 0);

console.log(JSON.stringify({
  result: [rows, status, dest.equals(blob)],
  outputs: [{ function: 'sqlite3_blob_read', argument: 'dest', size: dest.length }],
}));
