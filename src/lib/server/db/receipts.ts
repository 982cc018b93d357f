// Payments for the office: the receipts behind a figure, with totals that equal it, and one payment in full.
import * as v from 'valibot';
import { chequeReturnReasonSchema } from '$lib/core/body';
import {
	creditorIdSchema,
	deviceIdSchema,
	dossierIdSchema,
	operationIdSchema,
	userIdSchema,
	type OperationId,
	type OrganisationId
} from '$lib/core/ids';
import { currencySchema, dateSchema, integerSchema, meansSchema } from '$lib/core/operation';
import type { ReceiptsFilter } from '$lib/core/receipts-filter';
import { publicKeySchema } from '$lib/core/wire';
import { assembled, statement, type Database } from './connection';
import { jsonColumn, readRow, readRows } from './read-rows';

export const RECEIPTS_PAGE_SIZE = 100;
/** An export holds at most this many receipts; the page says so when there are more. */
export const RECEIPTS_EXPORT_SIZE = 50_000;

const statusSchema = v.picklist(['recorded', 'reversal-requested', 'reversed', 'quarantined']);
const rowSchema = v.object({
	operation: operationIdSchema,
	series: v.string(),
	year: integerSchema,
	number: integerSchema,
	day: dateSchema,
	atMs: integerSchema,
	minor: integerSchema,
	currency: currencySchema,
	means: meansSchema,
	status: statusSchema,
	collector: v.string(),
	dossier: v.nullable(v.string()),
	dossierRef: v.nullable(v.string()),
	debtor: v.nullable(v.string()),
	creditor: v.nullable(v.string())
});
export type ReceiptRow = v.InferOutput<typeof rowSchema>;

const totalSchema = v.object({ currency: currencySchema, count: integerSchema, minor: integerSchema });
export type ReceiptsPage = {
	readonly rows: readonly ReceiptRow[];
	/** Count and sum on all pages, one row a currency. */
	readonly totals: readonly v.InferOutput<typeof totalSchema>[];
};

const FROM = `payment p LEFT JOIN user u ON u.id = p.collector AND u.org = p.org
	LEFT JOIN dossier d ON d.id = p.dossier AND d.org = p.org LEFT JOIN debtor b ON b.id = d.debtor
	LEFT JOIN creditor c ON c.id = d.creditor`;

/** One page of receipts, newest first, or as many as an export takes. */
export async function listReceipts(
	db: Database,
	org: OrganisationId,
	filter: ReceiptsFilter,
	size: number = RECEIPTS_PAGE_SIZE
): Promise<ReceiptsPage> {
	const { where, args } = conditionsOf(filter);
	const [rows, totals] = await db.readBatch([
		assembled(
			org,
			`SELECT p.operation, p.series, p.year, p.number, p.day, p.at_ms AS atMs, p.minor, p.currency, p.means, p.status,
				COALESCE(u.name, '') AS collector, p.dossier, d.ref AS dossierRef, b.name AS debtor, c.name AS creditor
			FROM ${FROM} WHERE ${where} ORDER BY p.at_ms DESC, p.operation LIMIT :size OFFSET :offset`,
			{ ...args, size, offset: (filter.page - 1) * size }
		),
		assembled(
			org,
			`SELECT p.currency, COUNT(*) AS count, SUM(p.minor) AS minor FROM ${FROM} WHERE ${where} GROUP BY p.currency`,
			args
		)
	]);
	return { rows: readRows(rows, rowSchema), totals: readRows(totals, totalSchema) };
}

function conditionsOf(filter: ReceiptsFilter): {
	readonly where: string;
	readonly args: Readonly<Record<string, string | number>>;
} {
	const conditions = ['p.org = :org'];
	const args: Record<string, string | number> = {};
	const keep = (condition: string, name: string, value: string | number | null) => {
		if (value === null) return;
		conditions.push(condition);
		args[name] = value;
	};
	keep('p.day >= :day', 'day', filter.day);
	keep('p.day <= :until', 'until', filter.until ?? filter.day);
	keep('p.collector = :collector', 'collector', filter.collector);
	keep('p.means = :means', 'means', filter.means);
	keep('p.hour = :hour', 'hour', filter.hour);
	keep('d.creditor = :creditor', 'creditor', filter.creditor);
	keep('p.dossier = :dossier', 'dossier', filter.dossier);
	if (filter.status === 'counted') conditions.push(`p.status IN ('recorded', 'reversal-requested')`);
	else if (filter.status !== 'all') keep('p.status = :status', 'status', filter.status);
	return { where: conditions.join(' AND '), args };
}

const bodyColumn = v.nullable(v.pipe(v.string(), v.parseJson()));
const paymentSchema = v.object({
	...rowSchema.entries,
	collectorId: userIdSchema,
	dossier: v.nullable(dossierIdSchema),
	creditorId: v.nullable(creditorIdSchema),
	request: v.nullable(operationIdSchema),
	reversal: v.nullable(operationIdSchema),
	/** Day on which the money had arrived, where it was recorded later. */
	valueOn: v.nullable(dateSchema),
	returnReason: v.nullable(chequeReturnReasonSchema),
	returnedOn: v.nullable(dateSchema),
	device: deviceIdSchema,
	deviceName: v.string(),
	publicKey: jsonColumn(publicKeySchema),
	deviceRevokedMs: v.nullable(integerSchema),
	seq: integerSchema,
	hash: v.string(),
	outcome: v.picklist(['applied', 'flagged', 'quarantined']),
	codes: jsonColumn(v.array(v.string())),
	receivedMs: integerSchema,
	/** The signed body; null once it was lawfully erased. */
	body: bodyColumn,
	place: bodyColumn
});
export type PaymentInFull = v.InferOutput<typeof paymentSchema>;

const lineSchema = v.object({
	claim: v.nullable(v.string()),
	claimRef: v.nullable(v.string()),
	component: v.picklist(['interest', 'penalty', 'indemnity', 'principal', 'credit']),
	minor: integerSchema,
	reverses: v.nullable(v.string())
});
const stepSchema = v.object({
	id: operationIdSchema,
	kind: v.string(),
	atMs: integerSchema,
	actor: userIdSchema,
	name: v.string(),
	outcome: v.string(),
	codes: jsonColumn(v.array(v.string())),
	body: bodyColumn
});

export type PaymentFile = {
	readonly payment: PaymentInFull;
	/** What was posted, and taken back, claim by claim. */
	readonly lines: readonly v.InferOutput<typeof lineSchema>[];
	/** The requests and approvals of a reversal, oldest first. */
	readonly steps: readonly v.InferOutput<typeof stepSchema>[];
};

/** One payment with its ledger lines and what was asked about it; null when the organisation has none of this id. */
export async function paymentInFull(db: Database, org: OrganisationId, id: OperationId): Promise<PaymentFile | null> {
	const [payments, lines, steps] = await db.readBatch([
		statement(
			org,
			`SELECT p.operation, p.series, p.year, p.number, p.day, p.at_ms AS atMs, p.minor, p.currency, p.means, p.status,
				COALESCE(u.name, '') AS collector, p.collector AS collectorId, p.dossier, d.ref AS dossierRef, b.name AS debtor,
				c.name AS creditor, c.id AS creditorId, p.request, p.reversal, p.value_on AS valueOn, q.reason AS returnReason, q.returned_on AS returnedOn, p.device, v.name AS deviceName,
				v.public_key AS publicKey, v.revoked_ms AS deviceRevokedMs, o.seq, o.hash, o.outcome, o.codes,
				o.received_ms AS receivedMs, y.body, l.place
			FROM payment p JOIN operation o ON o.id = p.operation JOIN device v ON v.id = p.device
				LEFT JOIN user u ON u.id = p.collector AND u.org = p.org LEFT JOIN dossier d ON d.id = p.dossier AND d.org = p.org
				LEFT JOIN debtor b ON b.id = d.debtor LEFT JOIN creditor c ON c.id = d.creditor
				LEFT JOIN cheque q ON q.operation = p.operation AND q.org = p.org
				LEFT JOIN operation_body y ON y.operation = p.operation LEFT JOIN operation_place l ON l.operation = p.operation
			WHERE p.org = :org AND p.operation = :id`,
			{ id }
		),
		statement(
			org,
			`SELECT l.claim, c.ref AS claimRef, l.component, l.minor, l.reverses FROM ledger l LEFT JOIN claim c ON c.id = l.claim
				WHERE l.org = :org AND (l.operation = :id OR l.reverses = :id) ORDER BY l.reverses IS NOT NULL, l.line`,
			{ id }
		),
		statement(
			org,
			`SELECT o.id, o.kind, o.at_ms AS atMs, o.actor, COALESCE(u.name, '') AS name, o.outcome, o.codes, y.body
			FROM operation o JOIN operation_body y ON y.operation = o.id LEFT JOIN user u ON u.id = o.actor
			WHERE o.org = :org AND o.kind IN ('payment.reversal-requested', 'payment.reversed')
				AND o.dossier = (SELECT dossier FROM payment WHERE org = :org AND operation = :id)
				AND json_extract(y.body, '$.payment') = :id ORDER BY o.received_ms, o.rev`,
			{ id }
		)
	]);
	const payment = readRow(payments, paymentSchema);
	return payment ? { payment, lines: readRows(lines, lineSchema), steps: readRows(steps, stepSchema) } : null;
}
