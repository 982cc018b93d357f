// What a decision is about, read as the judge needs it: the operation as it came, who its author is, and whether it was decided.
import type { ResultSet } from '@libsql/client/http';
import * as v from 'valibot';
import { actOf } from '$lib/core/act';
import type { Reviewed } from '$lib/core/decide-review';
import {
	deviceIdSchema,
	dossierIdSchema,
	operationIdSchema,
	userIdSchema,
	type OperationId,
	type OrganisationId
} from '$lib/core/ids';
import { dateSchema, integerSchema } from '$lib/core/operation';
import { ROLES } from '$lib/core/role';
import { jsonSchema, OUTCOME_KINDS } from '$lib/core/wire';
import { statement, type Statement } from './connection';
import { jsonColumn, readRows } from './read-rows';

/** With the receipt series of its device. */
export type ReviewedRow = Reviewed & { readonly series: string };

/** Stored operations of these ids; a refused one only where no stored one has its id. */
export const selectReviewed = (org: OrganisationId, ids: readonly OperationId[]): Statement =>
	statement(
		org,
		`WITH asked AS (SELECT value AS id FROM json_each(:ids))
		SELECT o.id, o.kind, o.actor, u.role, o.device, d.series, o.dossier, o.day, o.at_ms AS atMs, o.utc_offset AS utcOffset,
				o.skew, o.outcome, b.body, r.decided_ms IS NOT NULL AS closed
			FROM asked JOIN operation o ON o.id = asked.id AND o.org = :org JOIN device d ON d.id = o.device
				JOIN user u ON u.id = o.actor LEFT JOIN operation_body b ON b.operation = o.id
				LEFT JOIN review r ON r.operation = o.id AND r.org = :org
		UNION ALL SELECT x.id, '', d.user, u.role, x.device, d.series, NULL, '2000-01-01', x.received_ms, 0, NULL, 'refused', NULL,
				EXISTS (SELECT 1 FROM decision c WHERE c.org = :org AND c.subject = x.id AND c.decision <> 'asked')
			FROM asked JOIN refused_operation x ON x.id = asked.id AND x.org = :org JOIN device d ON d.id = x.device
				JOIN user u ON u.id = d.user
			WHERE NOT EXISTS (SELECT 1 FROM operation o WHERE o.id = asked.id AND o.org = :org)`,
		{ ids: JSON.stringify(ids) }
	);

const rowSchema = v.object({
	id: operationIdSchema,
	kind: v.string(),
	actor: userIdSchema,
	role: v.picklist(ROLES),
	device: deviceIdSchema,
	series: v.string(),
	dossier: v.nullable(dossierIdSchema),
	day: dateSchema,
	atMs: integerSchema,
	utcOffset: integerSchema,
	skew: v.nullable(integerSchema),
	outcome: v.picklist(OUTCOME_KINDS),
	/** Null for a refused one, and for one whose body was erased lawfully. */
	body: v.nullable(jsonColumn(jsonSchema)),
	closed: v.number()
});

/** Reads the rows of `selectReviewed`. */
export const reviewedOf = (result: ResultSet | undefined): ReadonlyMap<OperationId, ReviewedRow> =>
	new Map(
		readRows(result, rowSchema).map((row) => {
			const { id, actor: author, role, series, outcome, closed } = row;
			return [id, { author, role, series, outcome, act: actOfRow(row), isClosed: closed === 1 }];
		})
	);

function actOfRow(row: v.InferOutput<typeof rowSchema>): Reviewed['act'] {
	const { id, kind, actor, device, dossier, day, atMs, utcOffset, skew, body, outcome } = row;
	if (outcome === 'refused' || body === null) return null;
	const read = actOf({
		header: { id, kind, actor, device, dossier, at: { ms: atMs, utcOffset, day, skew } },
		body
	});
	return read.ok ? read.value : null;
}
