// The cash of the office's pages: what each holder received and where it went, hand-overs, deposits, and what a hand-over starts from.
import * as v from 'valibot';
import { denominationsSchema } from '$lib/core/cash-bodies';
import {
	deviceIdSchema,
	dossierIdSchema,
	operationIdSchema,
	userIdSchema,
	type OperationId,
	type OrganisationId,
	type UserId
} from '$lib/core/ids';
import { currencySchema, dateSchema, integerSchema, strokesSchema } from '$lib/core/operation';
import { CASH_MOVEMENTS } from '$lib/core/cash-day';
import { ROLES } from '$lib/core/role';
import { addDays, type LocalDate } from '$lib/core/time';
import { statement, type Database, type Statement } from './connection';
import { jsonColumn, readRow, readRows } from './read-rows';

const rowSchema = v.object({
	holder: userIdSchema,
	name: v.string(),
	currency: currencySchema,
	/** Held at the end of the day before. */
	before: integerSchema,
	received: integerSchema,
	returned: integerSchema,
	handedOver: integerSchema,
	deposited: integerSchema,
	variance: integerSchema,
	/** Of what was deposited on the day: seen on the account, and how much of it the bank found. */
	confirmed: integerSchema,
	credited: integerSchema,
	/** Held at the end of the day. */
	held: integerSchema
});
export type CashRow = v.InferOutput<typeof rowSchema>;

/**
 * One row a holder and currency who moved cash on the day or holds some. Movements carry their sign: received and returned
 * add up, and so do hand-overs, deposits and variances, so that what is held is their sum.
 */
export async function cashOfDay(db: Database, org: OrganisationId, day: LocalDate): Promise<readonly CashRow[]> {
	const [rows] = await db.readBatch([
		statement(
			org,
			`SELECT c.holder, u.name, c.currency,
				SUM(CASE WHEN c.day < :day THEN c.minor ELSE 0 END) AS before,
				SUM(CASE WHEN c.day = :day AND c.kind = 'received' THEN c.minor ELSE 0 END) AS received,
				SUM(CASE WHEN c.day = :day AND c.kind = 'returned' THEN c.minor ELSE 0 END) AS returned,
				SUM(CASE WHEN c.day = :day AND c.kind = 'handed-over' THEN c.minor ELSE 0 END) AS handedOver,
				SUM(CASE WHEN c.day = :day AND c.kind = 'deposited' THEN c.minor ELSE 0 END) AS deposited,
				SUM(CASE WHEN c.day = :day AND c.kind = 'variance' THEN c.minor ELSE 0 END) AS variance,
				COALESCE(d.confirmed, 0) AS confirmed, COALESCE(d.credited, 0) AS credited,
				SUM(c.minor) AS held
			FROM cash_movement c JOIN user u ON u.id = c.holder
				LEFT JOIN (SELECT depositor, currency, SUM(minor) AS confirmed, SUM(credited_minor) AS credited FROM cash_deposit
					WHERE org = :org AND day = :day AND confirmed IS NOT NULL GROUP BY depositor, currency) d
					ON d.depositor = c.holder AND d.currency = c.currency
			WHERE c.org = :org AND c.day <= :day GROUP BY c.holder, c.currency
			HAVING held <> 0 OR MAX(c.day) = :day ORDER BY u.name, c.currency`,
			{ day }
		)
	]);
	return readRows(rows, rowSchema);
}

const holderSchema = v.object({
	id: userIdSchema,
	name: v.string(),
	role: v.picklist(ROLES),
	currency: currencySchema,
	held: integerSchema,
	cheques: integerSchema
});
export type Holder = v.InferOutput<typeof holderSchema>;

/** Everybody who holds cash or cheques, and every collector: who may stand before the cash desk. */
export async function holdersOf(db: Database, org: OrganisationId): Promise<readonly Holder[]> {
	const [rows] = await db.readBatch([
		statement(
			org,
			`SELECT u.id, u.name, u.role, COALESCE(b.currency, o.currency) AS currency, COALESCE(b.minor, 0) AS held,
				(SELECT COUNT(*) FROM cheque q WHERE q.org = :org AND q.holder = u.id) AS cheques
			FROM user u JOIN organisation o ON o.id = u.org LEFT JOIN cash_balance b ON b.org = u.org AND b.holder = u.id
			WHERE u.org = :org AND (u.role = 'collector' OR held <> 0 OR cheques > 0)
			ORDER BY held = 0 AND cheques = 0, u.name, currency`
		)
	]);
	return readRows(rows, holderSchema);
}

const chequeSchema = v.object({
	payment: operationIdSchema,
	minor: integerSchema,
	currency: currencySchema,
	day: dateSchema,
	series: v.string(),
	year: integerSchema,
	number: integerSchema,
	debtor: v.nullable(v.string()),
	chequeNumber: v.nullable(v.string()),
	bank: v.nullable(v.string())
});
export type ChequeInHand = v.InferOutput<typeof chequeSchema>;
const phoneSchema = v.object({
	series: v.string(),
	seq: integerSchema,
	toldSeq: integerSchema,
	lastSeenMs: v.nullable(integerSchema)
});
export type GiverPhone = v.InferOutput<typeof phoneSchema>;

const selectChequesOf = (org: OrganisationId, user: UserId): Statement =>
	statement(
		org,
		`SELECT q.operation AS payment, q.minor, q.currency, q.day, p.series, p.year, p.number, b.name AS debtor,
			json_extract(y.body, '$.detail.number') AS chequeNumber, json_extract(y.body, '$.detail.bank') AS bank
		FROM cheque q JOIN payment p ON p.operation = q.operation LEFT JOIN dossier d ON d.id = p.dossier AND d.org = q.org
			LEFT JOIN debtor b ON b.id = d.debtor LEFT JOIN operation_body y ON y.operation = q.operation
		WHERE q.org = :org AND q.holder = :user ORDER BY q.day, q.operation`,
		{ user }
	);

/** What somebody holds, and how far his phones have told it; null for nobody of this organisation. */
export async function giverOf(
	db: Database,
	org: OrganisationId,
	user: UserId
): Promise<{
	readonly holders: readonly Holder[];
	readonly cheques: readonly ChequeInHand[];
	readonly phones: readonly GiverPhone[];
} | null> {
	const [people, cheques, phones] = await db.readBatch([
		statement(
			org,
			`SELECT u.id, u.name, u.role, COALESCE(b.currency, o.currency) AS currency, COALESCE(b.minor, 0) AS held,
				(SELECT COUNT(*) FROM cheque q WHERE q.org = :org AND q.holder = u.id) AS cheques
			FROM user u JOIN organisation o ON o.id = u.org LEFT JOIN cash_balance b ON b.org = u.org AND b.holder = u.id
			WHERE u.org = :org AND u.id = :user ORDER BY b.minor = 0, currency`,
			{ user }
		),
		selectChequesOf(org, user),
		statement(
			org,
			`SELECT series, seq, COALESCE(told_seq, seq) AS toldSeq, last_seen_ms AS lastSeenMs FROM device
				WHERE org = :org AND user = :user AND kind = 'field' AND revoked_ms IS NULL ORDER BY last_seen_ms DESC`,
			{ user }
		)
	]);
	const holders = readRows(people, holderSchema);
	if (holders.length === 0) return null;
	return { holders, cheques: readRows(cheques, chequeSchema), phones: readRows(phones, phoneSchema) };
}

const handOverSchema = v.object({
	operation: operationIdSchema,
	giver: v.string(),
	giverId: userIdSchema,
	receiver: v.string(),
	receiverId: userIdSchema,
	day: dateSchema,
	atMs: integerSchema,
	currency: currencySchema,
	expected: integerSchema,
	counted: integerSchema,
	reason: v.nullable(v.string()),
	cheques: integerSchema,
	chequesMinor: integerSchema,
	deposit: v.nullable(operationIdSchema)
});
export type HandOverRow = v.InferOutput<typeof handOverSchema>;
const depositSchema = v.object({
	operation: operationIdSchema,
	depositor: v.string(),
	depositorId: userIdSchema,
	day: dateSchema,
	currency: currencySchema,
	minor: integerSchema,
	cheques: integerSchema,
	chequesMinor: integerSchema,
	slip: v.string(),
	credited: v.nullable(integerSchema),
	creditedOn: v.nullable(dateSchema),
	confirmedBy: v.nullable(v.string()),
	reason: v.nullable(v.string())
});
export type DepositRow = v.InferOutput<typeof depositSchema>;

const HAND_OVER =
	`SELECT h.operation, g.name AS giver, h.giver AS giverId, r.name AS receiver, h.receiver AS receiverId, h.day,
	h.at_ms AS atMs, h.currency, h.expected_minor AS expected, h.counted_minor AS counted, h.reason, h.cheques,
	h.cheques_minor AS chequesMinor, h.deposit
	FROM cash_hand_over h JOIN user g ON g.id = h.giver JOIN user r ON r.id = h.receiver` as const;
const DAYS_SHOWN = 14;

/** Hand-overs and deposits of the two weeks up to a day, the open ones whatever their day; newest first. */
export async function handOversAndDeposits(
	db: Database,
	org: OrganisationId,
	day: LocalDate
): Promise<{ readonly handOvers: readonly HandOverRow[]; readonly deposits: readonly DepositRow[] }> {
	const since = addDays(day, -DAYS_SHOWN);
	const [handOvers, deposits] = await db.readBatch([
		statement(
			org,
			`${HAND_OVER} WHERE h.org = :org AND (h.day BETWEEN :since AND :day OR (h.deposit IS NULL AND h.day <= :day))
				ORDER BY h.at_ms DESC LIMIT 200`,
			{ since, day }
		),
		statement(
			org,
			`SELECT d.operation, u.name AS depositor, d.depositor AS depositorId, d.day, d.currency, d.minor, d.cheques,
				d.cheques_minor AS chequesMinor, d.slip, d.credited_minor AS credited, d.credited_on AS creditedOn,
				w.name AS confirmedBy, d.reason
			FROM cash_deposit d JOIN user u ON u.id = d.depositor LEFT JOIN user w ON w.id = d.confirmed_by
			WHERE d.org = :org AND (d.day BETWEEN :since AND :day OR (d.confirmed IS NULL AND d.day <= :day))
			ORDER BY d.confirmed IS NOT NULL, d.at_ms DESC LIMIT 200`,
			{ since, day }
		)
	]);
	return { handOvers: readRows(handOvers, handOverSchema), deposits: readRows(deposits, depositSchema) };
}

/** What somebody of the office may take to the bank: hand-overs he received, cheques in his hands, and all his cash. */
export async function depositableBy(
	db: Database,
	org: OrganisationId,
	user: UserId
): Promise<{
	readonly handOvers: readonly HandOverRow[];
	readonly cheques: readonly ChequeInHand[];
	readonly held: readonly { readonly currency: Holder['currency']; readonly minor: number }[];
}> {
	const [handOvers, cheques, held] = await db.readBatch([
		statement(org, `${HAND_OVER} WHERE h.org = :org AND h.receiver = :user AND h.deposit IS NULL ORDER BY h.at_ms`, {
			user
		}),
		selectChequesOf(org, user),
		statement(org, 'SELECT currency, minor FROM cash_balance WHERE org = :org AND holder = :user', { user })
	]);
	return {
		handOvers: readRows(handOvers, handOverSchema),
		cheques: readRows(cheques, chequeSchema),
		held: readRows(held, v.object({ currency: currencySchema, minor: integerSchema }))
	};
}

const slipBody = v.object({
	denominations: denominationsSchema,
	signatures: v.object({ from: strokesSchema, to: strokesSchema })
});
const slipSchema = v.object({ ...handOverSchema.entries, body: v.nullable(jsonColumn(slipBody)) });
const slipChequeSchema = v.omit(chequeSchema, ['chequeNumber', 'bank']);

/** One hand-over as both signed it; null when the organisation has none of this id. */
export async function handOverInFull(
	db: Database,
	org: OrganisationId,
	id: OperationId
): Promise<{
	readonly handOver: v.InferOutput<typeof slipSchema>;
	readonly cheques: readonly v.InferOutput<typeof slipChequeSchema>[];
} | null> {
	const [found, cheques] = await db.readBatch([
		statement(
			org,
			`SELECT x.*, y.body FROM (${HAND_OVER} WHERE h.org = :org AND h.operation = :id) x
				LEFT JOIN operation_body y ON y.operation = x.operation AND y.org = :org`,
			{ id }
		),
		statement(
			org,
			`SELECT q.operation AS payment, q.minor, q.currency, q.day, p.series, p.year, p.number, b.name AS debtor
			FROM operation_body y, json_each(y.body, '$.cheques') e JOIN cheque q ON q.operation = e.value AND q.org = :org
				JOIN payment p ON p.operation = q.operation LEFT JOIN dossier d ON d.id = p.dossier AND d.org = q.org
				LEFT JOIN debtor b ON b.id = d.debtor WHERE y.org = :org AND y.operation = :id`,
			{ id }
		)
	]);
	const handOver = readRow(found, slipSchema);
	return handOver ? { handOver, cheques: readRows(cheques, slipChequeSchema) } : null;
}

const movementSchema = v.object({
	operation: operationIdSchema,
	kind: v.picklist(CASH_MOVEMENTS),
	minor: integerSchema,
	currency: currencySchema,
	atMs: integerSchema,
	/** The receipt behind it, for cash taken or given back. */
	payment: v.nullable(operationIdSchema),
	dossier: v.nullable(dossierIdSchema),
	debtor: v.nullable(v.string()),
	device: v.nullable(deviceIdSchema),
	series: v.nullable(v.string()),
	year: v.nullable(integerSchema),
	number: v.nullable(integerSchema)
});
export type MovementRow = v.InferOutput<typeof movementSchema>;

/** The movements behind a holder's figures of a day, each with its receipt or hand-over. */
export async function movementsOf(
	db: Database,
	org: OrganisationId,
	holder: UserId,
	day: LocalDate
): Promise<{ readonly name: string; readonly movements: readonly MovementRow[] } | null> {
	const [people, rows] = await db.readBatch([
		statement(org, 'SELECT name FROM user WHERE org = :org AND id = :holder', { holder }),
		statement(
			org,
			`SELECT c.operation, c.kind, c.minor, c.currency, o.at_ms AS atMs, p.operation AS payment, p.dossier,
				b.name AS debtor, p.device, p.series, p.year, p.number
			FROM cash_movement c JOIN operation o ON o.id = c.operation
				LEFT JOIN payment p ON p.org = c.org AND p.operation = iif(c.kind = 'received', c.operation,
					(SELECT r.operation FROM payment r WHERE r.org = c.org AND r.reversal = c.operation))
				LEFT JOIN dossier d ON d.id = p.dossier AND d.org = c.org LEFT JOIN debtor b ON b.id = d.debtor
			WHERE c.org = :org AND c.holder = :holder AND c.day = :day ORDER BY o.at_ms, c.operation, c.line`,
			{ holder, day }
		)
	]);
	const person = readRow(people, v.object({ name: v.string() }));
	return person ? { name: person.name, movements: readRows(rows, movementSchema) } : null;
}
