// Writing many records: nothing to write is no request, as each takes a phone time, an empty one too.
import type { Table } from 'dexie';

/** Stores records of a table; inside a transaction when the caller opened one. */
export async function putAll<Row, Key>(table: Table<Row, Key>, rows: readonly Row[]): Promise<void> {
	if (rows.length > 0) await table.bulkPut(rows);
}

/** Deletes records of a table by their keys; inside a transaction when the caller opened one. */
export async function deleteAll<Row, Key>(table: Table<Row, Key>, keys: readonly Key[]): Promise<void> {
	if (keys.length > 0) await table.bulkDelete([...keys]);
}
