// The few functions of SQLite that this example calls.
import koffi from 'koffi';

const sqlite = koffi.load('libsqlite3.so.0');
koffi.opaque('sqlite3');
koffi.opaque('sqlite3_stmt');
koffi.opaque('sqlite3_blob');

export const open = sqlite.func('int sqlite3_open(const char *filename, _Out_ sqlite3 **db)');
export const close = sqlite.func('int sqlite3_close(sqlite3 *db)');
export const errmsg = sqlite.func('const char *sqlite3_errmsg(sqlite3 *db)');

export const prepare = sqlite.func('int sqlite3_prepare_v2(sqlite3 *db, const char *sql, int size, _Out_ sqlite3_stmt **stmt, void *tail)');
export const bindText = sqlite.func('int sqlite3_bind_text(sqlite3_stmt *stmt, int index, const char *text, int size, intptr_t lifetime)');
export const bindDouble = sqlite.func('int sqlite3_bind_double(sqlite3_stmt *stmt, int index, double value)');
export const bindBlob = sqlite.func('int sqlite3_bind_blob(sqlite3_stmt *stmt, int index, const uint8_t *data, int size, intptr_t lifetime)');
export const step = sqlite.func('int sqlite3_step(sqlite3_stmt *stmt)');
export const reset = sqlite.func('int sqlite3_reset(sqlite3_stmt *stmt)');
export const finalize = sqlite.func('int sqlite3_finalize(sqlite3_stmt *stmt)');

export const columnInt64 = sqlite.func('int64_t sqlite3_column_int64(sqlite3_stmt *stmt, int column)');
export const columnDouble = sqlite.func('double sqlite3_column_double(sqlite3_stmt *stmt, int column)');
export const columnText = sqlite.func('const char *sqlite3_column_text(sqlite3_stmt *stmt, int column)');

export const blobOpen = sqlite.func('int sqlite3_blob_open(sqlite3 *db, const char *schema, const char *table, const char *column, int64_t row, int flags, _Out_ sqlite3_blob **blob)');
export const blobRead = sqlite.func('int sqlite3_blob_read(sqlite3_blob *blob, _Out_ uint8_t *dest, int size, int offset)');
export const blobClose = sqlite.func('int sqlite3_blob_close(sqlite3_blob *blob)');

export const ROW = 100;
export const DONE = 101;
/** "Copy the bytes before you return": the lifetime that needs no promise from us. */
export const TRANSIENT = -1;
