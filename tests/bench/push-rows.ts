// The rows that a push makes, read back from the product and written again to a database alone: what the push is compared with.
import type { DeviceId } from '$lib/core/ids';
import { acrossOrganisations, type Database, type Statement } from '$lib/server/db/connection';

const ROWS_A_STATEMENT = 50;

/** Tables that a push fills, in an order that foreign keys and triggers accept, and the column that names the operation. */
const TABLES = [
	['operation', 'id'],
	['operation_body', 'operation'],
	['operation_place', 'operation'],
	['ledger', 'operation'],
	['cash_movement', 'operation'],
	['payment', 'operation'],
	['visit', 'operation'],
	['review', 'operation']
] as const;

type Rows = {
	readonly table: string;
	readonly columns: readonly string[];
	readonly rows: readonly (readonly unknown[])[];
};
/** What one request of a push stored. */
export type Pushed = readonly Rows[];

const why = 'a benchmark copies whole rows';

/** Reads what each request of a push stored; `sizes` are the operations of the requests after seq `after`. */
export async function readPushed(
	db: Database,
	device: DeviceId,
	after: number,
	sizes: readonly number[]
): Promise<readonly Pushed[]> {
	const pushed: Pushed[] = [];
	let from = after;
	for (const size of sizes) {
		const args = { device, from, to: from + size };
		const results = await db.readBatch(
			TABLES.map(([table, key]) =>
				acrossOrganisations(
					why,
					`SELECT t.* FROM operation o JOIN ${table} t ON t.${key} = o.id
						WHERE o.device = :device AND o.seq > :from AND o.seq <= :to ORDER BY o.seq`,
					args
				)
			)
		);
		pushed.push(
			results.map(({ columns, rows }, index) => ({
				table: TABLES[index]?.[0] ?? '',
				columns,
				rows: rows.map((row) => columns.map((column) => row[column]))
			}))
		);
		from += size;
	}
	return pushed;
}

/** Writes the rows as plain INSERTs, 50 rows as one JSON parameter a statement, one write batch for what one request stored. */
export async function writeAlone(db: Database, pushed: readonly Pushed[]): Promise<void> {
	for (const request of pushed) await db.writeBatch(request.flatMap(insertsOf));
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
