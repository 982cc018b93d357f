// The rows that a push makes, read back from the product and written again to a database alone: what the push is compared with.
import type { ResultSet } from '@libsql/client/http';
import type { DeviceId } from '$lib/core/ids';
import { acrossOrganisations, type Database, type Statement } from '$lib/server/db/connection';

const ROWS_A_STATEMENT = 50;

/** Tables to which a push of these kinds adds rows, in an order that foreign keys and triggers accept, and what ties `t` to operation `o`. */
const TABLES = [
	['operation', 't.id = o.id'],
	['operation_body', 't.operation = o.id'],
	['operation_place', 't.operation = o.id'],
	['ledger', 't.operation = o.id'],
	['cash_movement', 't.operation = o.id'],
	['payment', 't.operation = o.id'],
	['visit', 't.operation = o.id'],
	['review', 't.operation = o.id'],
	['change', 't.org = o.org AND t.rev = o.rev']
] as const;

type Rows = {
	readonly table: string;
	readonly columns: readonly string[];
	readonly rows: readonly (readonly unknown[])[];
};
/** What one request of a push stored: the rows that it added, and the dossiers that it brought up to date. */
export type Pushed = { readonly added: readonly Rows[]; readonly dossiers: Rows };

const why = 'a benchmark copies whole rows';

/** Reads what one request of a push stored: the operations from seq `after` + 1 to `to`. */
export async function readPushed(db: Database, device: DeviceId, after: number, to: number): Promise<Pushed> {
	const [dossiers, ...results] = await db.readBatch([
		acrossOrganisations(
			why,
			`SELECT DISTINCT d.id, d.state, d.balance_minor, d.rev FROM operation o JOIN dossier d ON d.org = o.org AND d.rev = o.rev
				WHERE o.device = :device AND o.seq > :after AND o.seq <= :to`,
			{ device, after, to }
		),
		...TABLES.map(([table, tie]) =>
			acrossOrganisations(
				why,
				`SELECT DISTINCT t.* FROM operation o JOIN ${table} t ON ${tie}
					WHERE o.device = :device AND o.seq > :after AND o.seq <= :to ORDER BY o.seq`,
				{ device, after, to }
			)
		)
	]);
	return {
		added: results.map((result, index) => rowsOf(TABLES[index]?.[0] ?? '', result)),
		dossiers: rowsOf('dossier', dossiers)
	};
}

const rowsOf = (
	table: string,
	{ columns, rows }: Pick<ResultSet, 'columns' | 'rows'> = { columns: [], rows: [] }
): Rows => ({
	table,
	columns,
	rows: rows.map((row) => columns.map((column) => row[column]))
});

/** Writes the rows that a request added as plain INSERTs, 50 rows as one JSON parameter a statement, in one write batch. */
export async function addAlone(db: Database, { added }: Pushed): Promise<void> {
	await db.writeBatch(added.flatMap(insertsOf));
}

/** Writes the dossiers that a request brought up to date, in the same way. */
export async function updateAlone(db: Database, { dossiers: { rows } }: Pushed): Promise<void> {
	const sql = `UPDATE dossier SET state = value->>1, balance_minor = value->>2, rev = value->>3
		FROM json_each(:rows) WHERE dossier.id = value->>0`;
	await db.writeBatch(portionsOf(rows).map((portion) => acrossOrganisations(why, sql, { rows: portion })));
}

/** Gives another database the device, so that its triggers accept the chain. */
export async function copyDevice(from: Database, to: Database, device: DeviceId): Promise<void> {
	const [found] = await from.readBatch([
		acrossOrganisations(why, 'SELECT * FROM device WHERE id = :device', { device })
	]);
	if (!found) throw new Error('the device is missing');
	const { columns, rows } = found;
	await to.writeBatch(
		insertsOf({ table: 'device', columns, rows: rows.map((row) => columns.map((column) => row[column])) })
	);
}

function insertsOf({ table, columns, rows }: Rows): readonly Statement[] {
	const values = columns.map((_, index) => `value->>${index}`);
	const sql = `INSERT INTO ${table} (${columns.join(', ')}) SELECT ${values.join(', ')} FROM json_each(:rows)`;
	return portionsOf(rows).map((portion) => acrossOrganisations(why, sql, { rows: portion }));
}

function portionsOf(rows: Rows['rows']): readonly string[] {
	const portions: string[] = [];
	for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT)
		portions.push(JSON.stringify(rows.slice(at, at + ROWS_A_STATEMENT)));
	return portions;
}
