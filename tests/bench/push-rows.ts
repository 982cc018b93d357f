// The rows that a push makes, read back from the product and written again to a database alone: what the push is compared with.
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
/** What one request of a push stored. */
export type Pushed = readonly Rows[];

const why = 'a benchmark copies whole rows';

/** Reads what one request of a push stored: the operations from seq `after` + 1 to `to`. */
export async function readPushed(db: Database, device: DeviceId, after: number, to: number): Promise<Pushed> {
	const results = await db.readBatch(
		TABLES.map(([table, tie]) =>
			acrossOrganisations(
				why,
				`SELECT DISTINCT t.* FROM operation o JOIN ${table} t ON ${tie}
					WHERE o.device = :device AND o.seq > :after AND o.seq <= :to ORDER BY o.seq`,
				{ device, after, to }
			)
		)
	);
	return results.map(({ columns, rows }, index) => ({
		table: TABLES[index]?.[0] ?? '',
		columns,
		rows: rows.map((row) => columns.map((column) => row[column]))
	}));
}

/** Writes the rows of one request as plain INSERTs, 50 rows as one JSON parameter a statement, in one write batch. */
export async function writeAlone(db: Database, pushed: Pushed): Promise<void> {
	await db.writeBatch(pushed.flatMap(insertsOf));
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
	const statements: Statement[] = [];
	for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT)
		statements.push(acrossOrganisations(why, sql, { rows: JSON.stringify(rows.slice(at, at + ROWS_A_STATEMENT)) }));
	return statements;
}
