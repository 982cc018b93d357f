// Operations that wait for a person: flagged and quarantined ones, and what was decided about them.
import * as v from 'valibot';
import { dossierIdSchema, operationIdSchema, type OrganisationId, type UserId } from '$lib/core/ids';
import { currencySchema, integerSchema } from '$lib/core/operation';
import type { Instant } from '$lib/core/time';
import { statement, type Database } from './connection';
import { jsonColumn, readRow, readRows } from './read-rows';

const rowSchema = v.object({
	id: v.string(),
	operation: operationIdSchema,
	kind: v.string(),
	outcome: v.picklist(['applied', 'flagged', 'quarantined']),
	codes: jsonColumn(v.array(v.string())),
	dossier: v.nullable(dossierIdSchema),
	dossierRef: v.nullable(v.string()),
	debtor: v.nullable(v.string()),
	actor: v.string(),
	device: v.string(),
	atMs: integerSchema,
	openedMs: integerSchema,
	minor: v.nullable(integerSchema),
	currency: v.nullable(currencySchema),
	decidedMs: v.nullable(integerSchema),
	decidedBy: v.nullable(v.string()),
	decision: v.nullable(v.string())
});
export type ReviewRow = v.InferOutput<typeof rowSchema>;

const refusedSchema = v.object({
	id: v.string(),
	device: v.string(),
	series: v.string(),
	seq: integerSchema,
	codes: jsonColumn(v.array(v.string())),
	receivedMs: integerSchema,
	branch: v.picklist(['refused', 'forked'])
});
export type RefusedRow = v.InferOutput<typeof refusedSchema>;

const LIST_SIZE = 200;

/** Reviews that are open, or the last decided ones, and what was refused or forked: kept verbatim, shown so that nothing hides. */
export async function listReviews(
	db: Database,
	org: OrganisationId,
	which: 'open' | 'decided'
): Promise<{ readonly reviews: readonly ReviewRow[]; readonly refused: readonly RefusedRow[]; readonly open: number }> {
	const [reviews, refused, open] = await db.readBatch([
		statement(
			org,
			`SELECT r.id, r.operation, o.kind, o.outcome, r.codes, r.dossier, d.ref AS dossierRef, b.name AS debtor,
				COALESCE(u.name, '') AS actor, v.name AS device, o.at_ms AS atMs, r.opened_ms AS openedMs, p.minor, p.currency,
				r.decided_ms AS decidedMs, w.name AS decidedBy, r.decision
			FROM review r JOIN operation o ON o.id = r.operation JOIN device v ON v.id = o.device
				LEFT JOIN user u ON u.id = o.actor LEFT JOIN dossier d ON d.id = r.dossier AND d.org = r.org
				LEFT JOIN debtor b ON b.id = d.debtor LEFT JOIN payment p ON p.operation = r.operation
				LEFT JOIN user w ON w.id = r.decided_by
			WHERE r.org = :org AND (r.decided_ms IS NULL) = :open
			ORDER BY COALESCE(r.decided_ms, r.opened_ms) DESC LIMIT ${LIST_SIZE}`,
			{ open: which === 'open' ? 1 : 0 }
		),
		statement(
			org,
			`SELECT * FROM (
				SELECT x.id, v.name AS device, v.series, x.seq, x.codes, x.received_ms AS receivedMs, 'refused' AS branch
					FROM refused_operation x JOIN device v ON v.id = x.device WHERE x.org = :org
				UNION ALL SELECT x.operation, v.name, v.series, x.seq, '["forked"]', x.received_ms, 'forked'
					FROM forked_operation x JOIN device v ON v.id = x.device WHERE x.org = :org)
			ORDER BY receivedMs DESC LIMIT ${LIST_SIZE}`
		),
		statement(org, `SELECT COUNT(*) AS count FROM review WHERE org = :org AND decided_ms IS NULL`)
	]);
	return {
		reviews: readRows(reviews, rowSchema),
		refused: readRows(refused, refusedSchema),
		open: readRow(open, v.object({ count: integerSchema }))?.count ?? 0
	};
}

/** Closes an open review with a reason, audited in the same write; false when there is none of this id to close. */
export async function decideReview(
	db: Database,
	org: OrganisationId,
	review: { readonly id: string; readonly actor: UserId; readonly now: Instant; readonly decision: string }
): Promise<boolean> {
	const { id, actor, now, decision } = review;
	const [changed] = await db.writeBatch([
		statement(
			org,
			`UPDATE review SET decided_ms = :now, decided_by = :actor, decision = :decision
				WHERE org = :org AND id = :id AND decided_ms IS NULL RETURNING id`,
			{ id, actor, now, decision }
		),
		// changes() is what the update before did: a review that was decided already is not audited again.
		statement(
			org,
			`INSERT INTO audit (org, at_ms, actor, action, subject, detail)
				SELECT org, :now, :actor, 'review.decided', id, json_object('decision', decision) FROM review
				WHERE org = :org AND id = :id AND changes() = 1`,
			{ id, actor, now }
		)
	]);
	return (changed?.rows.length ?? 0) === 1;
}
