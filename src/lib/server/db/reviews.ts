// Operations that wait for a person: flagged, set aside and refused ones with what was decided about them, and branches of chains.
import * as v from 'valibot';
import type { Dossier } from '$lib/core/dossier';
import type { HouseRules } from '$lib/core/country/house-rules';
import {
	deviceIdSchema,
	dossierIdSchema,
	operationIdSchema,
	userIdSchema,
	type OperationId,
	type OrganisationId
} from '$lib/core/ids';
import { currencySchema, integerSchema } from '$lib/core/operation';
import { REVIEW_OUTCOMES, type ReviewsFilter } from '$lib/core/reviews-filter';
import { DECISIONS } from '$lib/core/decide-review';
import { statement, type Database, type Statement } from './connection';
import { dossiersOf, selectDossiers } from './dossiers';
import { houseRulesOf, selectRules } from './house-rules';
import { jsonColumn, readRow, readRows } from './read-rows';
import { reviewedOf, selectReviewed, type ReviewedRow } from './reviewed';

const LIST_SIZE = 200;

/** Everything that was ever put before a person, decided or not. A refused operation only says what it claims to be. */
const ITEM = `item AS (
	SELECT r.operation AS id, o.kind, o.outcome, r.codes, r.dossier, o.actor AS author, o.device, o.seq, o.hash, o.at_ms AS atMs,
			o.received_ms AS receivedMs, r.decided_ms AS decidedMs
		FROM review r JOIN operation o ON o.id = r.operation WHERE r.org = :org AND o.outcome <> 'applied'
	UNION ALL SELECT x.id, iif(json_type(x.verbatim, '$.header.kind') = 'text', x.verbatim->>'$.header.kind', ''), 'refused',
			x.codes, NULL, v.user, x.device, x.seq, x.hash, x.received_ms, x.received_ms,
			(SELECT c.at_ms FROM decision c WHERE c.org = :org AND c.subject = x.id AND c.decision <> 'asked')
		FROM refused_operation x JOIN device v ON v.id = x.device WHERE x.org = :org
)` as const;

const ASKED =
	`EXISTS (SELECT 1 FROM decision c WHERE c.org = :org AND c.subject = i.id AND c.decision = 'asked')` as const;
const STATE = `CASE WHEN i.decidedMs IS NOT NULL THEN 'decided' WHEN ${ASKED} THEN 'asked' ELSE 'open' END` as const;
const WANTED = `(:outcome IS NULL OR i.outcome = :outcome) AND (:author IS NULL OR i.author = :author)` as const;

const itemEntries = {
	id: operationIdSchema,
	kind: v.string(),
	outcome: v.picklist(REVIEW_OUTCOMES),
	codes: jsonColumn(v.array(v.string())),
	dossier: v.nullable(dossierIdSchema),
	dossierRef: v.nullable(v.string()),
	debtor: v.nullable(v.string()),
	author: v.nullable(userIdSchema),
	authorName: v.string(),
	device: deviceIdSchema,
	deviceName: v.string(),
	series: v.string(),
	seq: integerSchema,
	hash: v.string(),
	atMs: integerSchema,
	receivedMs: integerSchema,
	minor: v.nullable(integerSchema),
	currency: v.nullable(currencySchema),
	decidedMs: v.nullable(integerSchema),
	isRevoked: v.pipe(
		integerSchema,
		v.transform((value) => value === 1)
	)
};
const itemSchema = v.object(itemEntries);
export type ReviewItem = v.InferOutput<typeof itemSchema>;

const ITEM_COLUMNS =
	`i.*, d.ref AS dossierRef, b.name AS debtor, COALESCE(u.name, '') AS authorName, v.name AS deviceName, v.series,
	v.revoked_ms IS NOT NULL AS isRevoked, p.minor, p.currency` as const;
const ITEM_TABLES = `item i JOIN device v ON v.id = i.device LEFT JOIN user u ON u.id = i.author
	LEFT JOIN dossier d ON d.id = i.dossier AND d.org = :org LEFT JOIN debtor b ON b.id = d.debtor
	LEFT JOIN payment p ON p.operation = i.id AND p.org = :org AND i.outcome <> 'refused'` as const;

const branchSchema = v.object({
	id: v.string(),
	device: v.string(),
	series: v.string(),
	seq: integerSchema,
	receivedMs: integerSchema,
	standing: v.string()
});
const countsSchema = v.object({ state: v.picklist(['open', 'asked', 'decided']), count: integerSchema });

export type ReviewList = {
	readonly items: readonly ReviewItem[];
	/** How many there are in each state, under the same filter. */
	readonly counts: Readonly<Record<ReviewsFilter['which'], number>>;
	/** Second branches of chains, and forgeries that fit nowhere in one: kept word for word, nothing to decide. */
	readonly branches: readonly v.InferOutput<typeof branchSchema>[];
};

/** The queue under a filter, what waits longest first and what was decided last first; one round trip. */
export async function listReviews(db: Database, org: OrganisationId, filter: ReviewsFilter): Promise<ReviewList> {
	const { which, outcome, author } = filter;
	const [items, counts, branches] = await db.readBatch([
		statement(
			org,
			`WITH ${ITEM} SELECT ${ITEM_COLUMNS} FROM ${ITEM_TABLES} WHERE ${STATE} = :which AND ${WANTED}
				ORDER BY COALESCE(-i.decidedMs, i.receivedMs), i.seq LIMIT ${LIST_SIZE}`,
			{ which, outcome, author }
		),
		statement(org, `WITH ${ITEM} SELECT ${STATE} AS state, COUNT(*) AS count FROM item i WHERE ${WANTED} GROUP BY 1`, {
			outcome,
			author
		}),
		statement(
			org,
			`SELECT x.operation AS id, v.name AS device, v.series, x.seq, x.received_ms AS receivedMs, x.standing
				FROM forked_operation x JOIN device v ON v.id = x.device WHERE x.org = :org
				ORDER BY x.received_ms DESC LIMIT ${LIST_SIZE}`
		)
	]);
	const found = new Map(readRows(counts, countsSchema).map(({ state, count }) => [state, count]));
	return {
		items: readRows(items, itemSchema),
		counts: { open: found.get('open') ?? 0, asked: found.get('asked') ?? 0, decided: found.get('decided') ?? 0 },
		branches: readRows(branches, branchSchema)
	};
}

const decidedSchema = v.object({
	operation: v.nullable(operationIdSchema),
	decision: v.picklist(DECISIONS),
	note: v.string(),
	by: v.string(),
	atMs: integerSchema
});
const bodySchema = v.object({ body: v.nullable(v.pipe(v.string(), v.parseJson())) });
const idSchema = v.object({ id: operationIdSchema });

export type ReviewFile = ReviewItem & {
	/** As it came; null when it was erased lawfully or never was readable. */
	readonly body: unknown;
	readonly reviewed: ReviewedRow | null;
	/** Decisions and questions, oldest first; `operation` is null for one of before decisions were operations. */
	readonly decisions: readonly v.InferOutput<typeof decidedSchema>[];
	/** Its dossier as it stands, and the rules it is judged with. */
	readonly dossierNow: Dossier | null;
	readonly rules: HouseRules;
	/** The next of the same list. */
	readonly next: OperationId | null;
};

/** One operation of the queue in full, in one round trip and one more for its dossier; null for any other id. */
export async function reviewInFull(
	db: Database,
	org: OrganisationId,
	id: OperationId,
	filter: ReviewsFilter
): Promise<ReviewFile | null> {
	const [items, bodies, decisions, reviewed, nexts, rules] = await db.readBatch([
		statement(
			org,
			`WITH ${ITEM} SELECT ${ITEM_COLUMNS} FROM ${ITEM_TABLES} WHERE i.id = :id ORDER BY i.outcome = 'refused' LIMIT 1`,
			{ id }
		),
		statement(
			org,
			`SELECT body FROM operation_body WHERE org = :org AND operation = :id
				UNION ALL SELECT json_extract(verbatim, '$.body') FROM refused_operation WHERE org = :org AND id = :id
					AND json_type(verbatim, '$.body') = 'object'`,
			{ id }
		),
		selectDecided(org, id),
		selectReviewed(org, [id]),
		selectNext(org, id, filter),
		selectRules(org)
	]);
	const item = readRow(items, itemSchema);
	if (!item) return null;
	const [dossier] = item.dossier ? await db.readBatch([selectDossiers(org, [item.dossier])]) : [];
	return {
		...item,
		body: readRow(bodies, bodySchema)?.body ?? null,
		reviewed: reviewedOf(reviewed).get(id) ?? null,
		decisions: readRows(decisions, decidedSchema),
		dossierNow: dossier ? (dossiersOf(dossier)[0] ?? null) : null,
		rules: houseRulesOf(rules),
		next: readRow(nexts, idSchema)?.id ?? null
	};
}

const selectDecided = (org: OrganisationId, id: OperationId): Statement =>
	statement(
		org,
		`SELECT c.operation, c.decision, c.note, COALESCE(u.name, '') AS "by", c.at_ms AS atMs FROM decision c
				LEFT JOIN user u ON u.id = c.decided_by WHERE c.org = :org AND c.subject = :id
			UNION ALL SELECT NULL, r.decision, COALESCE(r.note, ''), COALESCE(u.name, ''), r.decided_ms FROM review r
				LEFT JOIN user u ON u.id = r.decided_by
				WHERE r.org = :org AND r.operation = :id AND r.decided_ms IS NOT NULL AND NOT EXISTS (
					SELECT 1 FROM decision c WHERE c.org = :org AND c.subject = :id AND c.decision <> 'asked')
			ORDER BY 5`,
		{ id }
	);

/** What comes after it in the list that it was opened from; what waits longest comes first. */
const selectNext = (org: OrganisationId, id: OperationId, { outcome, author }: ReviewsFilter): Statement =>
	statement(
		org,
		`WITH ${ITEM} SELECT i.id FROM item i WHERE ${STATE} = 'open' AND ${WANTED} AND i.id <> :id
			ORDER BY i.receivedMs < COALESCE((SELECT receivedMs FROM item WHERE id = :id), 0), i.receivedMs, i.seq LIMIT 1`,
		{ id, outcome, author }
	);
