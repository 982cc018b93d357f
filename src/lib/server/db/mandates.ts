// Mandates of creditors, and the organisation's insurance and account: without them nobody may be visited (CPCE R124-2, R124-3).
import * as v from 'valibot';
import { parseIban } from '$lib/core/bank-account';
import { creditorIdSchema, mandateIdSchema, uuidV7, type OrganisationId } from '$lib/core/ids';
import { dateSchema, integerSchema, textSchema } from '$lib/core/operation';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import { mayOpen } from '$lib/core/role';
import { parisDay } from '$lib/core/time';
import type { SignedIn } from '../../../app';
import type { ServerContext } from '../context';
import { statement, type Database, type Statement } from './connection';
import { readRow, readRows } from './read-rows';

const creditorRow = v.object({ id: creditorIdSchema, name: v.string(), ref: v.string(), without: integerSchema });
const mandateRow = v.object({
	id: mandateIdSchema,
	ref: v.string(),
	creditor: v.string(),
	signedOn: dateSchema,
	remitDays: v.nullable(integerSchema),
	dossiers: integerSchema
});
const blankDate = v.union([dateSchema, v.literal('')]);
const coverRow = v.object({
	insurer: v.string(),
	policy: v.string(),
	insuredUntil: blankDate,
	fundsIban: v.string(),
	declaredOn: blankDate
});

export type Mandates = {
	/** Creditors that give mandates, with how many of their dossiers have none. */
	readonly creditors: readonly v.InferOutput<typeof creditorRow>[];
	readonly mandates: readonly v.InferOutput<typeof mandateRow>[];
	/** Insurance, account and declaration of the organisation; empty texts where nothing was recorded. */
	readonly cover: v.InferOutput<typeof coverRow> | null;
};

/** Everything of the page in one round trip. */
export async function listMandates(db: Database, org: OrganisationId): Promise<Mandates> {
	const [creditors, mandates, cover] = await db.readBatch([
		statement(
			org,
			`SELECT c.id, c.name, c.ref, (SELECT COUNT(*) FROM dossier d
				WHERE d.org = :org AND d.creditor = c.id AND d.mandate IS NULL) AS without
			FROM creditor c WHERE c.org = :org AND c.kind = 'mandated' ORDER BY c.name`
		),
		statement(
			org,
			`SELECT m.id, m.ref, c.name AS creditor, m.signed_on AS signedOn, m.remit_days AS remitDays,
				(SELECT COUNT(*) FROM dossier d WHERE d.org = :org AND d.mandate = m.id) AS dossiers
			FROM mandate m JOIN creditor c ON c.id = m.creditor WHERE m.org = :org ORDER BY c.name, m.signed_on DESC`
		),
		statement(
			org,
			`SELECT insurer, insurance_policy AS policy, insured_until AS insuredUntil, funds_iban AS fundsIban,
				declared_on AS declaredOn FROM organisation WHERE id = :org`
		)
	]);
	return {
		creditors: readRows(creditors, creditorRow),
		mandates: readRows(mandates, mandateRow),
		cover: readRow(cover, coverRow)
	};
}

const mandateSchema = v.object({
	creditor: creditorIdSchema,
	ref: v.pipe(textSchema(60, 1), v.trim(), v.nonEmpty()),
	signedOn: dateSchema,
	/** Days to remit what was collected; null for the month of the law (CPCE R124-6). */
	remitDays: v.nullable(v.pipe(integerSchema, v.minValue(1), v.maxValue(366))),
	/** Attach it to the creditor's dossiers that have no mandate. */
	cover: v.boolean()
});

/**
 * Records a mandate; answers how many dossiers it now covers. Refuses `role-not-allowed`, `mandate-invalid` (a date in the
 * future too), `mandate-exists`, and `not-found` for a creditor of nobody here.
 */
export async function recordMandate(
	ctx: ServerContext,
	signedIn: SignedIn,
	content: unknown
): Promise<Result<number, Refusal>> {
	if (!mayOpen(signedIn.role, 'import')) return err(refusal('role-not-allowed', { role: signedIn.role }));
	const read = v.safeParse(mandateSchema, content);
	if (!read.success || read.output.signedOn > parisDay(ctx.now())) return err(refusal('mandate-invalid'));
	const { creditor, ref, signedOn, remitDays, cover } = read.output;
	const org = signedIn.organisation.id;
	const [owners, same] = await ctx.db.readBatch([
		statement(org, 'SELECT id FROM creditor WHERE org = :org AND id = :creditor', { creditor }),
		statement(org, 'SELECT id FROM mandate WHERE org = :org AND ref = :ref', { ref })
	]);
	if ((owners?.rows.length ?? 0) === 0) return err(refusal('not-found'));
	if ((same?.rows.length ?? 0) > 0) return err(refusal('mandate-exists', { ref }));
	const id = uuidV7(ctx.now(), ctx.random);
	const by = { id, now: ctx.now(), actor: signedIn.user.id };
	const results = await ctx.db.writeBatch([
		statement(
			org,
			`INSERT INTO mandate (id, org, creditor, ref, signed_on, remit_days, created_ms)
				VALUES (:id, :org, :creditor, :ref, :signedOn, :remitDays, :now)`,
			{ id, creditor, ref, signedOn, remitDays, now: by.now }
		),
		...(cover ? coverStatements(org, id, creditor) : []),
		statement(
			org,
			`INSERT INTO audit (org, at_ms, actor, action, subject, detail)
				VALUES (:org, :now, :actor, 'mandate.recorded', :id, :detail)`,
			{ ...by, detail: JSON.stringify({ ref, creditor, signedOn, remitDays, cover }) }
		),
		statement(org, 'SELECT COUNT(*) AS count FROM dossier WHERE org = :org AND mandate = :id', { id })
	]);
	return ok(readRow(results.at(-1), v.object({ count: integerSchema }))?.count ?? 0);
}

/** The dossiers change for the phones, too. */
const coverStatements = (org: OrganisationId, id: string, creditor: string): readonly Statement[] => [
	statement(org, 'UPDATE meta SET rev = rev + 1 WHERE org = :org'),
	statement(
		org,
		`UPDATE dossier SET mandate = :id, rev = (SELECT rev FROM meta WHERE org = :org)
			WHERE org = :org AND creditor = :creditor AND mandate IS NULL`,
		{ id, creditor }
	),
	statement(
		org,
		`INSERT OR IGNORE INTO change (org, rev, subject, id) SELECT org, rev, 'dossier', id FROM dossier
			WHERE org = :org AND mandate = :id`,
		{ id }
	)
];

const coverSchema = v.object({
	insurer: v.pipe(textSchema(120, 1), v.trim(), v.nonEmpty()),
	policy: v.pipe(textSchema(60, 1), v.trim(), v.nonEmpty()),
	insuredUntil: dateSchema,
	fundsIban: v.string(),
	declaredOn: v.nullable(dateSchema)
});

/**
 * Records the liability insurance, the account kept for creditors' funds and the declaration (CPCE R124-2). The phones learn the
 * end of the insurance at their next sync. Refuses `insurance-invalid` and `iban-invalid`.
 */
export async function saveCover(
	ctx: ServerContext,
	signedIn: SignedIn,
	content: unknown
): Promise<Result<null, Refusal>> {
	if (!mayOpen(signedIn.role, 'import')) return err(refusal('role-not-allowed', { role: signedIn.role }));
	const read = v.safeParse(coverSchema, content);
	if (!read.success) return err(refusal('insurance-invalid'));
	const iban = parseIban(read.output.fundsIban);
	if (!iban.ok) return err(refusal('iban-invalid'));
	const { insurer, policy, insuredUntil, declaredOn } = read.output;
	const org = signedIn.organisation.id;
	const after = { insurer, policy, insuredUntil, declaredOn: declaredOn ?? '', fundsIban: iban.value };
	await ctx.db.writeBatch([
		statement(
			org,
			`INSERT INTO audit (org, at_ms, actor, action, subject, detail)
				SELECT id, :now, :actor, 'organisation.cover', id, json_object('before', json_object('insurer', insurer,
					'policy', insurance_policy, 'insuredUntil', insured_until, 'fundsIban', funds_iban, 'declaredOn', declared_on),
					'after', json(:after)) FROM organisation WHERE id = :org`,
			{ now: ctx.now(), actor: signedIn.user.id, after: JSON.stringify(after) }
		),
		statement(
			org,
			`UPDATE organisation SET insurer = :insurer, insurance_policy = :policy, insured_until = :insuredUntil,
				funds_iban = :fundsIban, declared_on = :declaredOn WHERE id = :org`,
			after
		)
	]);
	return ok(null);
}
