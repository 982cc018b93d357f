// The margin that a manager narrows for a creditor or for one dossier: audited, and told to the phones that have the dossiers.
import * as v from 'valibot';
import { narrowedMarginSchema, type NarrowedMargin } from '$lib/core/dossier';
import { creditorIdSchema, dossierIdSchema, type OrganisationId, type UserId } from '$lib/core/ids';
import { planMargin, type PlanMargin } from '$lib/core/plan-margin';
import type { Instant, LocalDate } from '$lib/core/time';
import { statement, type Database } from './connection';
import { houseRulesOf, selectRules } from './house-rules';
import { jsonColumn, readRow, readRows } from './read-rows';

const marginColumn = v.nullable(jsonColumn(narrowedMarginSchema));
const creditorRow = v.object({ id: creditorIdSchema, name: v.string(), dossiers: v.number(), margin: marginColumn });
const dossierRow = v.object({ id: dossierIdSchema, ref: v.string(), debtor: v.string(), margin: marginColumn });

export type MarginPage = {
	/** The agency's own, on the day; null while a parameter is not known. */
	readonly agency: PlanMargin | null;
	readonly creditors: readonly v.InferOutput<typeof creditorRow>[];
	/** Dossiers with a margin of their own, and the one that was searched for. */
	readonly dossiers: readonly v.InferOutput<typeof dossierRow>[];
};

const LIST_SIZE = 100;

/** What the page of margins shows; `ref` finds a dossier by its reference. */
export async function readMargins(db: Database, org: OrganisationId, day: LocalDate, ref: string): Promise<MarginPage> {
	const [rules, creditors, dossiers] = await db.readBatch([
		selectRules(org),
		statement(
			org,
			`SELECT c.id, c.name, c.margin, (SELECT COUNT(*) FROM dossier d WHERE d.org = c.org AND d.creditor = c.id) AS dossiers
				FROM creditor c WHERE c.org = :org ORDER BY c.name`
		),
		statement(
			org,
			`SELECT d.id, d.ref, b.name AS debtor, d.margin FROM dossier d JOIN debtor b ON b.id = d.debtor
				WHERE d.org = :org AND (d.margin IS NOT NULL OR d.ref = :ref) ORDER BY d.ref LIMIT ${LIST_SIZE}`,
			{ ref }
		)
	]);
	const agency = planMargin({}, houseRulesOf(rules).pack, day);
	return {
		agency: agency.ok ? agency.value : null,
		creditors: readRows(creditors, creditorRow),
		dossiers: readRows(dossiers, dossierRow)
	};
}

export type MarginSubject = { readonly kind: 'creditor' | 'dossier'; readonly id: string };

/** Narrows the margin of a creditor or a dossier, or gives the agency's back with null; answers whether there is such a one. */
export async function narrowMargin(
	db: Database,
	org: OrganisationId,
	{ kind, id }: MarginSubject,
	margin: NarrowedMargin | null,
	by: { readonly actor: UserId; readonly now: Instant }
): Promise<boolean> {
	const text = margin && JSON.stringify(margin);
	const table = kind === 'creditor' ? 'creditor' : 'dossier';
	const ofDossiers = kind === 'creditor' ? 'creditor = :id' : 'id = :id';
	const results = await db.writeBatch([
		statement(
			org,
			`INSERT INTO audit (org, at_ms, actor, action, subject, detail)
				SELECT org, :now, :actor, 'plan-margin.set', id, json_object('kind', :kind, 'before', json(margin), 'after', json(:margin))
				FROM ${table} WHERE org = :org AND id = :id`,
			{ id, kind, margin: text, actor: by.actor, now: by.now }
		),
		statement(org, 'UPDATE meta SET rev = rev + 1 WHERE org = :org'),
		statement(org, `UPDATE ${table} SET margin = :margin WHERE org = :org AND id = :id RETURNING id`, {
			id,
			margin: text
		}),
		// Phones learn of it with the dossiers that it holds for.
		statement(
			org,
			`UPDATE dossier SET rev = (SELECT rev FROM meta WHERE org = :org) WHERE org = :org AND ${ofDossiers}`,
			{ id }
		),
		statement(
			org,
			`INSERT OR IGNORE INTO change (org, rev, subject, id)
				SELECT org, rev, 'dossier', id FROM dossier
				WHERE org = :org AND rev = (SELECT rev FROM meta WHERE org = :org) AND ${ofDossiers}`,
			{ id }
		)
	]);
	return readRow(results[2], v.object({ id: v.string() })) !== null;
}
