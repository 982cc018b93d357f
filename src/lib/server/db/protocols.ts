// Signed payment plans for the office: the list of a period, and one plan as it was sealed.
import * as v from 'valibot';
import {
	deviceIdSchema,
	dossierIdSchema,
	operationIdSchema,
	userIdSchema,
	type OperationId,
	type OrganisationId,
	type UserId
} from '$lib/core/ids';
import { currencySchema, dateSchema, integerSchema, protocolSignedSchema } from '$lib/core/operation';
import type { LocalDate } from '$lib/core/time';
import { statement, type Database } from './connection';
import { jsonColumn, readRow, readRows } from './read-rows';

const rowSchema = v.object({
	operation: operationIdSchema,
	dossier: dossierIdSchema,
	dossierRef: v.string(),
	debtor: v.string(),
	collectorId: userIdSchema,
	collector: v.string(),
	day: dateSchema,
	atMs: integerSchema,
	total: integerSchema,
	down: integerSchema,
	instalments: integerSchema,
	currency: currencySchema,
	status: v.picklist(['active', 'replaced'])
});
export type ProtocolRow = v.InferOutput<typeof rowSchema>;

const SELECT = `p.operation, p.dossier, d.ref AS dossierRef, b.name AS debtor, p.collector AS collectorId,
	COALESCE(u.name, '') AS collector, p.day, p.at_ms AS atMs, p.total_minor AS total, p.down_minor AS down, p.instalments,
	p.currency, p.status`;
const FROM = `protocol p JOIN dossier d ON d.id = p.dossier JOIN debtor b ON b.id = d.debtor
	LEFT JOIN user u ON u.id = p.collector`;
const LIST_SIZE = 500;

/** Plans signed in a period, newest first; at most 500. */
export async function listProtocols(
	db: Database,
	org: OrganisationId,
	period: { readonly from: LocalDate; readonly until: LocalDate; readonly collector: UserId | null }
): Promise<readonly ProtocolRow[]> {
	const [rows] = await db.readBatch([
		statement(
			org,
			`SELECT ${SELECT} FROM ${FROM} WHERE p.org = :org AND p.day BETWEEN :from AND :until
				AND p.collector = COALESCE(:collector, p.collector) ORDER BY p.at_ms DESC LIMIT ${LIST_SIZE}`,
			period
		)
	]);
	return readRows(rows, rowSchema);
}

const promiseSchema = v.object({
	operation: operationIdSchema,
	dossier: dossierIdSchema,
	dossierRef: v.string(),
	debtor: v.string(),
	collector: v.string(),
	madeOn: dateSchema,
	dueOn: dateSchema,
	minor: integerSchema,
	currency: currencySchema,
	status: v.picklist(['open', 'kept', 'replaced'])
});
export type PromiseRow = v.InferOutput<typeof promiseSchema>;

/** Promises that fall due in a period, the earliest first; at most 500. */
export async function listPromises(
	db: Database,
	org: OrganisationId,
	period: { readonly from: LocalDate; readonly until: LocalDate; readonly collector: UserId | null }
): Promise<readonly PromiseRow[]> {
	const [rows] = await db.readBatch([
		statement(
			org,
			`SELECT p.operation, p.dossier, d.ref AS dossierRef, b.name AS debtor, COALESCE(u.name, '') AS collector,
				p.made_on AS madeOn, p.due_on AS dueOn, p.minor, p.currency, p.status
			FROM promise p JOIN dossier d ON d.id = p.dossier JOIN debtor b ON b.id = d.debtor
				LEFT JOIN user u ON u.id = p.collector
			WHERE p.org = :org AND p.due_on BETWEEN :from AND :until AND p.collector = COALESCE(:collector, p.collector)
			ORDER BY p.due_on, d.ref LIMIT ${LIST_SIZE}`,
			period
		)
	]);
	return readRows(rows, promiseSchema);
}

const sealedSchema = v.object({
	...rowSchema.entries,
	device: deviceIdSchema,
	deviceName: v.string(),
	series: v.string(),
	deviceRevokedMs: v.nullable(integerSchema),
	seq: integerSchema,
	hash: v.string(),
	sig: v.string(),
	bodyHash: v.string(),
	outcome: v.picklist(['applied', 'flagged', 'quarantined']),
	codes: jsonColumn(v.array(v.string())),
	receivedMs: integerSchema,
	/** What was sealed; null once it was lawfully erased. */
	body: v.nullable(jsonColumn(protocolSignedSchema))
});
export type SealedProtocol = v.InferOutput<typeof sealedSchema>;

/** One plan as it was sealed; null when the organisation has none of this id. */
export async function sealedProtocol(
	db: Database,
	org: OrganisationId,
	id: OperationId
): Promise<SealedProtocol | null> {
	const [rows] = await db.readBatch([
		statement(
			org,
			`SELECT ${SELECT}, v.id AS device, v.name AS deviceName, v.series, v.revoked_ms AS deviceRevokedMs, o.seq, o.hash, o.sig,
				o.body_hash AS bodyHash, o.outcome, o.codes, o.received_ms AS receivedMs, y.body
			FROM ${FROM} JOIN operation o ON o.id = p.operation JOIN device v ON v.id = o.device
				LEFT JOIN operation_body y ON y.operation = o.id
			WHERE p.org = :org AND p.operation = :id`,
			{ id }
		)
	]);
	return readRow(rows, sealedSchema);
}
