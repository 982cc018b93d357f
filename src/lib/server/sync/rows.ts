// The rows that a judged push adds to each table, and the statements that write them: one JSON parameter per table.
import type { OrganisationId } from '$lib/core/ids';
import { assembled, type Statement } from '../db/connection';

export type Cell = string | number | null;

/** Columns of each table in the order of writing; `org` is added to every row, and `rev` where the row carries the write's revision. */
const TABLES = {
	refused_operation: { columns: ['device', 'seq', 'id', 'hash', 'codes', 'verbatim', 'received_ms'] },
	forked_operation: { columns: ['device', 'seq', 'operation', 'hash', 'verbatim', 'received_ms'], orIgnore: true },
	operation: {
		columns: [
			'id',
			'actor',
			'device',
			'seq',
			'prev',
			'hash',
			'sig',
			'v',
			'kind',
			'dossier',
			'base_epoch',
			'base_rev',
			'at_ms',
			'utc_offset',
			'day',
			'skew',
			'place_hash',
			'body_hash',
			'blobs',
			'outcome',
			'codes',
			'epoch',
			'received_ms'
		],
		rev: true
	},
	operation_body: { columns: ['operation', 'salt', 'body'] },
	operation_place: { columns: ['operation', 'salt', 'place'] },
	ledger: { columns: ['operation', 'line', 'dossier', 'claim', 'component', 'minor', 'currency', 'day', 'reverses'] },
	cash_movement: { columns: ['operation', 'line', 'holder', 'kind', 'minor', 'currency', 'day'] },
	payment: {
		columns: [
			'operation',
			'dossier',
			'collector',
			'device',
			'series',
			'year',
			'number',
			'minor',
			'currency',
			'means',
			'day',
			'hour',
			'at_ms',
			'round',
			'status'
		]
	},
	visit: { columns: ['operation', 'dossier', 'collector', 'round', 'day', 'at_ms', 'outcome'] },
	promise: {
		columns: ['operation', 'dossier', 'collector', 'made_on', 'due_on', 'minor', 'currency', 'status'],
		onConflict: 'ON CONFLICT (operation) DO UPDATE SET status = excluded.status'
	},
	protocol: {
		columns: [
			'operation',
			'dossier',
			'collector',
			'round',
			'day',
			'at_ms',
			'total_minor',
			'down_minor',
			'instalments',
			'currency',
			'status'
		],
		onConflict: 'ON CONFLICT (operation) DO UPDATE SET status = excluded.status'
	},
	round: {
		columns: ['id', 'collector', 'day', 'status', 'target_minor', 'currency'],
		rev: true,
		// A publication replaces the stops of the one before.
		before: 'DELETE FROM stop WHERE org = :org AND round IN (SELECT value->>0 FROM json_each(:rows))',
		onConflict: `ON CONFLICT (id) DO UPDATE SET day = excluded.day, status = excluded.status,
			target_minor = excluded.target_minor, currency = excluded.currency, rev = excluded.rev WHERE round.org = excluded.org`
	},
	stop: {
		columns: ['round', 'position', 'dossier', 'pinned', 'window_from', 'window_to', 'override_reason']
	},
	target: {
		columns: ['collector', 'day', 'minor', 'currency'],
		onConflict: 'ON CONFLICT (org, collector, day) DO UPDATE SET minor = excluded.minor, currency = excluded.currency'
	},
	blob: { columns: ['sha256', 'operation', 'size', 'type'], orIgnore: true },
	review: { columns: ['id', 'operation', 'dossier', 'codes', 'opened_ms'] },
	change: { columns: ['subject', 'id'], rev: true, orIgnore: true }
} as const satisfies Readonly<Record<string, Table>>;

type Table = {
	readonly columns: readonly string[];
	readonly rev?: true;
	readonly orIgnore?: true;
	readonly onConflict?: string;
	readonly before?: string;
};
type TableName = keyof typeof TABLES;
type Row<Name extends TableName> = Readonly<Record<(typeof TABLES)[Name]['columns'][number], Cell>>;

/** Rows to insert, table by table. */
export type Rows = { readonly [Name in TableName]: Row<Name>[] };

export const noRows = (): Rows => ({
	refused_operation: [],
	forked_operation: [],
	operation: [],
	operation_body: [],
	operation_place: [],
	ledger: [],
	cash_movement: [],
	payment: [],
	visit: [],
	promise: [],
	protocol: [],
	round: [],
	stop: [],
	target: [],
	blob: [],
	review: [],
	change: []
});

/** The revision that the running write batch made, for a column `rev`. */
export const CURRENT_REV = '(SELECT rev FROM meta WHERE org = :org)' as const;

/** The inserts of all tables that have rows, in an order that foreign keys and the chain's trigger accept. */
export function insertStatements(org: OrganisationId, rows: Rows): readonly Statement[] {
	const tables: readonly [string, Table, readonly Readonly<Record<string, Cell>>[]][] = [
		['refused_operation', TABLES.refused_operation, rows.refused_operation],
		['forked_operation', TABLES.forked_operation, rows.forked_operation],
		['operation', TABLES.operation, rows.operation],
		['operation_body', TABLES.operation_body, rows.operation_body],
		['operation_place', TABLES.operation_place, rows.operation_place],
		['ledger', TABLES.ledger, rows.ledger],
		['cash_movement', TABLES.cash_movement, rows.cash_movement],
		['payment', TABLES.payment, rows.payment],
		['visit', TABLES.visit, rows.visit],
		['promise', TABLES.promise, rows.promise],
		['protocol', TABLES.protocol, rows.protocol],
		['round', TABLES.round, rows.round],
		['stop', TABLES.stop, rows.stop],
		['target', TABLES.target, rows.target],
		['blob', TABLES.blob, rows.blob],
		['review', TABLES.review, rows.review],
		['change', TABLES.change, rows.change]
	];
	return tables.flatMap(([name, table, content]) => insertOf(org, name, table, content));
}

function insertOf(
	org: OrganisationId,
	name: string,
	table: Table,
	rows: readonly Readonly<Record<string, Cell>>[]
): readonly Statement[] {
	if (rows.length === 0) return [];
	const args = { rows: JSON.stringify(rows.map((row) => table.columns.map((column) => row[column] ?? null))) };
	const columns = ['org', ...(table.rev ? ['rev'] : []), ...table.columns];
	const values = [':org', ...(table.rev ? [CURRENT_REV] : []), ...table.columns.map((_, index) => `value->>${index}`)];
	const insert = `INSERT ${table.orIgnore ? 'OR IGNORE ' : ''}INTO ${name} (${columns.join(', ')})
		SELECT ${values.join(', ')} FROM json_each(:rows) WHERE true ${table.onConflict ?? ''}`;
	return [...(table.before ? [assembled(org, table.before, args)] : []), assembled(org, insert, args)];
}
