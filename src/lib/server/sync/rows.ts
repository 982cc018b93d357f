// The rows that a judged push adds to each table, and the statements that write them: one JSON parameter per table.
import { getTableColumns, getTableName, type InferInsertModel } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { OrganisationId } from '$lib/core/ids';
import { assembled, type Statement } from '../db/connection';
import { cashDeposit, cashHandOver, cheque } from '../db/cash-tables';
import * as written from '../db/operation-tables';
import { round, stop } from '../db/tables';

/** What the write itself adds to every row: its organisation, and its revision where the table has one. */
type Row<Table extends SQLiteTable> = Omit<InferInsertModel<Table>, 'org' | 'rev'>;

/** Rows to insert, table by table; rows of one table all name the same columns. */
export type Rows = {
	readonly refusedOperation: Row<typeof written.refusedOperation>[];
	readonly forkedOperation: Row<typeof written.forkedOperation>[];
	readonly operation: Row<typeof written.operation>[];
	readonly operationBody: Row<typeof written.operationBody>[];
	readonly operationPlace: Row<typeof written.operationPlace>[];
	readonly ledger: Row<typeof written.ledger>[];
	readonly cashMovement: Row<typeof written.cashMovement>[];
	readonly payment: Row<typeof written.payment>[];
	readonly cheque: Row<typeof cheque>[];
	readonly handOver: Row<typeof cashHandOver>[];
	readonly deposit: Row<typeof cashDeposit>[];
	readonly visit: Row<typeof written.visit>[];
	readonly promise: Row<typeof written.promise>[];
	readonly protocol: Row<typeof written.protocol>[];
	readonly proposal: Row<typeof written.proposal>[];
	readonly round: Row<typeof round>[];
	readonly stop: Row<typeof stop>[];
	readonly blob: Row<typeof written.blob>[];
	readonly review: Row<typeof written.review>[];
	readonly decision: Row<typeof written.decision>[];
	readonly change: Row<typeof written.change>[];
};

export const noRows = (): Rows => ({
	refusedOperation: [],
	forkedOperation: [],
	operation: [],
	operationBody: [],
	operationPlace: [],
	ledger: [],
	cashMovement: [],
	payment: [],
	cheque: [],
	handOver: [],
	deposit: [],
	visit: [],
	promise: [],
	protocol: [],
	proposal: [],
	round: [],
	stop: [],
	blob: [],
	review: [],
	decision: [],
	change: []
});

/** The revision that the running write batch made, for a column `rev`. */
export const CURRENT_REV = '(SELECT rev FROM meta WHERE org = :org)' as const;

const ON_STATUS = 'ON CONFLICT (operation) DO UPDATE SET status = excluded.status';
const ON_ROUND = `ON CONFLICT (id) DO UPDATE SET day = excluded.day, status = excluded.status,
	target_minor = excluded.target_minor, currency = excluded.currency, rev = excluded.rev WHERE round.org = excluded.org`;
/** A row that is there already says the same. */
const IGNORE = 'ON CONFLICT DO NOTHING';

/** The inserts of all tables that have rows, in an order that foreign keys and the chain's trigger accept. */
export function insertStatements(org: OrganisationId, rows: Rows): readonly Statement[] {
	return [
		...insertOf(org, written.refusedOperation, rows.refusedOperation),
		...insertOf(org, written.forkedOperation, rows.forkedOperation, IGNORE),
		...insertOf(org, written.operation, rows.operation),
		...insertOf(org, written.operationBody, rows.operationBody),
		...insertOf(org, written.operationPlace, rows.operationPlace),
		...insertOf(org, written.ledger, rows.ledger),
		...insertOf(org, written.cashMovement, rows.cashMovement),
		...insertOf(org, written.payment, rows.payment),
		...insertOf(org, cheque, rows.cheque),
		...insertOf(org, cashHandOver, rows.handOver),
		...insertOf(org, cashDeposit, rows.deposit),
		...insertOf(org, written.visit, rows.visit),
		...insertOf(org, written.promise, rows.promise, ON_STATUS),
		...insertOf(org, written.protocol, rows.protocol, ON_STATUS),
		...insertOf(org, written.proposal, rows.proposal, `${ON_STATUS}, decision = excluded.decision`),
		...removeStops(org, rows),
		...insertOf(org, round, rows.round, ON_ROUND),
		...insertOf(org, stop, rows.stop),
		...sumTargets(org, rows),
		...insertOf(org, written.blob, rows.blob, IGNORE),
		...insertOf(org, written.review, rows.review),
		...insertOf(org, written.decision, rows.decision),
		...insertOf(org, written.change, rows.change, IGNORE)
	];
}

type Cells = Readonly<Record<string, string | number | null | undefined>>;

function insertOf(
	org: OrganisationId,
	table: SQLiteTable,
	rows: readonly Cells[],
	onConflict = ''
): readonly Statement[] {
	const [first] = rows;
	if (!first) return [];
	const columns = Object.entries(getTableColumns(table));
	const hasRev = columns.some(([key]) => key === 'rev');
	const own = columns
		.filter(([key]) => key in first)
		.map(([key, column]) => ({ key, name: column.name, isJson: JSON_COLUMNS.has(column) }));
	// What all rows say alike travels once, as a parameter: half of what a backlog says of its operations.
	const alike = own.filter(({ key }) => rows.every((row) => cellOf(row, key) === cellOf(first, key)));
	const each = own.filter((column) => !alike.includes(column));
	const names = ['org', ...(hasRev ? ['rev'] : []), ...[...alike, ...each].map(({ name }) => name)];
	// `json_extract` reads a cell twice as fast as `->>` with a number.
	const values = each.map(({ isJson }, index) =>
		isJson ? `value -> '$[${index}]'` : `json_extract(value, '$[${index}]')`
	);
	// `WHERE true` keeps the parser from reading ON CONFLICT as a join.
	const sql = `INSERT INTO ${getTableName(table)} (${names.join(', ')})
		SELECT ${[':org', ...(hasRev ? [CURRENT_REV] : []), ...alike.map((_, index) => `:alike${index}`), ...values].join(', ')}
		FROM json_each(:rows) WHERE true ${onConflict}`;
	const texts = rows.map((row) => `[${each.map(({ key, isJson }) => cellText(cellOf(row, key), isJson)).join(',')}]`);
	const shared = alike.map(({ key }, index) => [`alike${index}`, cellOf(first, key)] as const);
	return [assembled(org, sql, { ...Object.fromEntries(shared), rows: `[${texts.join(',')}]` })];
}

/**
 * Columns whose text is JSON already: it travels as it is. As a string it would be escaped here and once more on the way to the
 * database. `->` gives it back as the same text, also where it is no object.
 */
const JSON_COLUMNS: ReadonlySet<unknown> = new Set([
	written.operation.blobs,
	written.operation.codes,
	written.operationBody.body,
	written.operationPlace.place,
	written.refusedOperation.codes,
	written.refusedOperation.verbatim,
	written.forkedOperation.verbatim,
	written.review.codes
]);

const cellOf = (row: Cells, key: string): string | number | null => row[key] ?? null;

const cellText = (cell: string | number | null, isJson: boolean): string =>
	typeof cell === 'string' && !isJson ? JSON.stringify(cell) : String(cell);

/** A publication replaces the stops of the one before. */
function removeStops(org: OrganisationId, rows: Rows): readonly Statement[] {
	if (rows.round.length === 0) return [];
	const ids = JSON.stringify(rows.round.map(({ id }) => id));
	return [
		assembled(org, 'DELETE FROM stop WHERE org = :org AND round IN (SELECT value FROM json_each(:ids))', { ids })
	];
}

/** A collector's target of a day is the sum of his rounds' targets. */
function sumTargets(org: OrganisationId, rows: Rows): readonly Statement[] {
	if (rows.round.length === 0) return [];
	const ids = JSON.stringify(rows.round.map(({ id }) => id));
	const sql = `INSERT INTO target (org, collector, day, minor, currency)
		SELECT org, collector, day, SUM(target_minor), currency FROM round WHERE org = :org AND status <> 'draft'
			AND (collector, day) IN (
				SELECT collector, day FROM round WHERE org = :org AND id IN (SELECT value FROM json_each(:ids)))
			GROUP BY collector, day
		ON CONFLICT (org, collector, day) DO UPDATE SET minor = excluded.minor, currency = excluded.currency`;
	return [assembled(org, sql, { ids })];
}
