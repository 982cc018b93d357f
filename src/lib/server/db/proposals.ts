// Terms beyond the margin for the office: what waits for a manager, and one proposal in full.
import * as v from 'valibot';
import { dossierIdSchema, operationIdSchema, userIdSchema, type OperationId, type OrganisationId } from '$lib/core/ids';
import {
	currencySchema,
	dateSchema,
	integerSchema,
	PROTOCOL_DOCUMENTS,
	protocolProposedSchema
} from '$lib/core/operation';
import { PROPOSAL_STATUSES } from '$lib/core/dossier';
import { statement, type Database } from './connection';
import { jsonColumn, readRow, readRows } from './read-rows';

const rowSchema = v.object({
	operation: operationIdSchema,
	dossier: dossierIdSchema,
	dossierRef: v.string(),
	debtor: v.string(),
	creditor: v.string(),
	collectorId: userIdSchema,
	collector: v.string(),
	day: dateSchema,
	atMs: integerSchema,
	document: v.picklist(PROTOCOL_DOCUMENTS),
	claimed: integerSchema,
	waived: integerSchema,
	total: integerSchema,
	down: integerSchema,
	instalments: integerSchema,
	currency: currencySchema,
	status: v.picklist(PROPOSAL_STATUSES),
	/** What was proposed; null once it was lawfully erased. */
	body: v.nullable(jsonColumn(protocolProposedSchema)),
	/** Who answered, when and why; null before. */
	decidedBy: v.nullable(v.string()),
	decidedMs: v.nullable(integerSchema),
	decision: v.nullable(jsonColumn(v.looseObject({ reason: v.optional(v.string()) })))
});
export type ProposalRow = v.InferOutput<typeof rowSchema>;

const SELECT = `SELECT r.operation, r.dossier, d.ref AS dossierRef, b.name AS debtor, c.name AS creditor, r.collector AS collectorId,
	COALESCE(u.name, '') AS collector, r.day, r.at_ms AS atMs, r.document, r.claimed_minor AS claimed, r.waived_minor AS waived,
	r.total_minor AS total, r.down_minor AS down, r.instalments, r.currency, r.status, y.body, w.name AS decidedBy,
	o.at_ms AS decidedMs, z.body AS decision
	FROM proposal r JOIN dossier d ON d.id = r.dossier JOIN debtor b ON b.id = d.debtor JOIN creditor c ON c.id = d.creditor
		LEFT JOIN user u ON u.id = r.collector LEFT JOIN operation_body y ON y.operation = r.operation
		LEFT JOIN operation o ON o.id = r.decision AND o.org = r.org LEFT JOIN user w ON w.id = o.actor
		LEFT JOIN operation_body z ON z.operation = r.decision`;
const LIST_SIZE = 200;

/** What waits for a manager, the oldest first; at most 200. */
export async function waitingProposals(db: Database, org: OrganisationId): Promise<readonly ProposalRow[]> {
	const [rows] = await db.readBatch([
		statement(org, `${SELECT} WHERE r.org = :org AND r.status = 'waiting' ORDER BY r.at_ms LIMIT ${LIST_SIZE}`)
	]);
	return readRows(rows, rowSchema);
}

/** One proposal; null when the organisation has none of this id. */
export async function proposalInFull(db: Database, org: OrganisationId, id: OperationId): Promise<ProposalRow | null> {
	const [rows] = await db.readBatch([statement(org, `${SELECT} WHERE r.org = :org AND r.operation = :id`, { id })]);
	return readRow(rows, rowSchema);
}
