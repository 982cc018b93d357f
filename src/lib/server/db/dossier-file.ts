// One dossier for the office: facts and state, who has it, what happened, and the few facts that the office edits by hand.
import * as v from 'valibot';
import type { HouseRules } from '$lib/core/country/house-rules';
import type { Alert, Dossier, PHASES } from '$lib/core/dossier';
import {
	mandateIdSchema,
	operationIdSchema,
	userIdSchema,
	type DossierId,
	type MandateId,
	type OrganisationId,
	type UserId
} from '$lib/core/ids';
import { dateSchema, integerSchema } from '$lib/core/operation';
import type { Instant, LocalDate } from '$lib/core/time';
import { attachmentsIn, selectAttachmentsOfDossier, type Attached } from './blobs';
import { abortOf, statement, type Database, type Statement } from './connection';
import { dossiersOf, selectDossiers } from './dossiers';
import { houseRulesOf, selectRules } from './house-rules';
import { changesAtThisRevision } from './portfolio';
import { jsonColumn, readRow, readRows } from './read-rows';

const eventSchema = v.object({
	id: operationIdSchema,
	kind: v.string(),
	actor: v.string(),
	atMs: integerSchema,
	day: dateSchema,
	outcome: v.picklist(['applied', 'flagged', 'quarantined']),
	codes: jsonColumn(v.array(v.string())),
	body: v.nullable(v.pipe(v.string(), v.parseJson()))
});
export type DossierEvent = v.InferOutput<typeof eventSchema> & { readonly files: readonly Attached[] };
const mandateSchema = v.object({ id: mandateIdSchema, ref: v.string(), signedOn: dateSchema });
const edgesSchema = v.object({
	collectorId: v.nullable(userIdSchema),
	collector: v.nullable(v.string()),
	mandateId: v.nullable(mandateIdSchema)
});
const editSchema = v.object({ atMs: integerSchema, actor: v.nullable(v.string()), action: v.string() });

export type DossierFile = v.InferOutput<typeof edgesSchema> & {
	readonly dossier: Dossier;
	/** Newest first; the last 200. */
	readonly events: readonly DossierEvent[];
	readonly edits: readonly v.InferOutput<typeof editSchema>[];
	/** Mandates of the dossier's creditor, to choose from. */
	readonly mandates: readonly v.InferOutput<typeof mandateSchema>[];
	/** What its statement and its gates are computed with. */
	readonly rules: HouseRules;
};

/** Everything about a dossier in one round trip; null when the organisation has none of this id. */
export async function dossierFile(db: Database, org: OrganisationId, id: DossierId): Promise<DossierFile | null> {
	const [dossiers, edges, events, mandates, edits, rules, files] = await db.readBatch([
		selectDossiers(org, [id]),
		statement(
			org,
			`SELECT a.user AS collectorId, u.name AS collector, d.mandate AS mandateId
			FROM dossier d LEFT JOIN assignment a ON a.org = d.org AND a.dossier = d.id
				LEFT JOIN user u ON u.id = a.user WHERE d.org = :org AND d.id = :id`,
			{ id }
		),
		statement(
			org,
			`SELECT o.id, o.kind, COALESCE(u.name, '') AS actor, o.at_ms AS atMs, o.day, o.outcome, o.codes, y.body
			FROM operation o LEFT JOIN operation_body y ON y.operation = o.id LEFT JOIN user u ON u.id = o.actor
			WHERE o.org = :org AND o.dossier = :id ORDER BY o.at_ms DESC LIMIT 200`,
			{ id }
		),
		statement(
			org,
			`SELECT m.id, m.ref, m.signed_on AS signedOn FROM mandate m JOIN dossier d ON d.creditor = m.creditor AND d.org = m.org
			WHERE m.org = :org AND d.id = :id ORDER BY m.ref`,
			{ id }
		),
		statement(
			org,
			`SELECT a.at_ms AS atMs, u.name AS actor, a.action FROM audit a LEFT JOIN user u ON u.id = a.actor
			WHERE a.org = :org AND a.subject = :id ORDER BY a.id DESC LIMIT 50`,
			{ id }
		),
		selectRules(org),
		selectAttachmentsOfDossier(org, id)
	]);
	const [dossier] = dossiersOf(dossiers);
	const edge = readRow(edges, edgesSchema);
	if (!dossier || !edge) return null;
	const attached = attachmentsIn(files);
	return {
		...edge,
		dossier,
		events: readRows(events, eventSchema).map((event) => ({ ...event, files: attached.get(event.id) ?? [] })),
		mandates: readRows(mandates, mandateSchema),
		edits: readRows(edits, editSchema),
		rules: houseRulesOf(rules)
	};
}

export type DossierEdit = {
	readonly letter: { readonly ref: string; readonly sentOn: LocalDate } | null;
	readonly noticeOn: LocalDate | null;
	readonly mandate: MandateId | null;
	readonly phase: (typeof PHASES)[number];
	readonly alerts: readonly Alert[];
};

/**
 * Writes the office's facts of a dossier over those that were shown at `rev`; `stale` when it changed meanwhile. What was there
 * before goes into the audit. A mandate of another creditor counts as none.
 */
export async function editDossier(
	db: Database,
	org: OrganisationId,
	id: DossierId,
	edit: DossierEdit,
	by: { readonly rev: number; readonly actor: UserId; readonly now: Instant }
): Promise<'saved' | 'stale'> {
	try {
		await db.writeBatch(editStatements(org, id, edit, by));
		return 'saved';
	} catch (failure) {
		if (abortOf(failure) === 'stale-dossier') return 'stale';
		throw failure;
	}
}

function editStatements(
	org: OrganisationId,
	id: DossierId,
	edit: DossierEdit,
	by: { readonly rev: number; readonly actor: UserId; readonly now: Instant }
): readonly Statement[] {
	const alerts = JSON.stringify(edit.alerts);
	const values = {
		id,
		letterRef: edit.letter?.ref ?? null,
		letterSentOn: edit.letter?.sentOn ?? null,
		noticeOn: edit.noticeOn,
		mandate: edit.mandate,
		phase: edit.phase,
		alerts
	};
	return [
		statement(org, `INSERT INTO guard (kind, org, subject, number) VALUES ('dossier', :org, :id, :rev)`, {
			id,
			rev: by.rev
		}),
		statement(
			org,
			`INSERT INTO audit (org, at_ms, actor, action, subject, detail)
				SELECT org, :now, :actor, 'dossier.edited', id, json_object('before', json_object('letterRef', letter_ref,
					'letterSentOn', letter_sent_on, 'noticeOn', notice_on, 'mandate', mandate, 'phase', phase, 'alerts', json(alerts)),
					'after', json_object('letterRef', :letterRef, 'letterSentOn', :letterSentOn, 'noticeOn', :noticeOn,
					'mandate', :mandate, 'phase', :phase, 'alerts', json(:alerts)))
				FROM dossier WHERE org = :org AND id = :id`,
			{ ...values, actor: by.actor, now: by.now }
		),
		statement(org, `UPDATE meta SET rev = rev + 1 WHERE org = :org`),
		statement(
			org,
			`UPDATE dossier SET letter_ref = :letterRef, letter_sent_on = :letterSentOn, notice_on = :noticeOn, phase = :phase,
				alerts = :alerts, rev = (SELECT rev FROM meta WHERE org = :org),
				mandate = (SELECT m.id FROM mandate m WHERE m.org = :org AND m.id = :mandate AND m.creditor = dossier.creditor)
			WHERE org = :org AND id = :id`,
			values
		),
		changesAtThisRevision(org, JSON.stringify([id]))
	];
}
