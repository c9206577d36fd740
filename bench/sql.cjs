// What the SQLite row runs.
'use strict';

/** A table of `n` rows. */
const script = (n) => `CREATE TABLE t(k INTEGER, v REAL, name TEXT);
INSERT INTO t WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < ${n}) SELECT i % 97, i * 0.5, 'name ' || i FROM c;`;

/** Counts, groups and sorts. */
const query = (n) => `WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < ${n}) SELECT count(*), sum(i * 3 % 7) FROM c;
SELECT k, count(*), avg(v), max(name) FROM t GROUP BY k ORDER BY 2, 1;`;

module.exports = { script, query };
