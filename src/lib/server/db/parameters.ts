// Dated parameters over the country's: entered by one person, approved or refused by a second, and told to the phones.
import * as v from 'valibot';
import { CONFIDENCES } from '$lib/core/country/dated';
import type { HouseRules } from '$lib/core/country/house-rules';
import { PARAMETERS } from '$lib/core/country/parameters';
import { uuidV7, type OrganisationId } from '$lib/core/ids';
import { dateSchema, integerSchema } from '$lib/core/operation';
import { refusal, type Refusal } from '$lib/core/refusal';
import { err, ok, type Result } from '$lib/core/result';
import { mayOpen } from '$lib/core/role';
import type { SignedIn } from '../../../app';
import type { ServerContext } from '../context';
import { abortOf, statement, type Database } from './connection';
import { houseRulesOf, selectRules } from './house-rules';
import { readRow, readRows } from './read-rows';

/** Whole numbers in the unit of the parameter: basis points, minor units, days or months. */
const MAX_VALUE = 1_000_000_000;

const contentSchema = v.object({
	name: v.picklist(PARAMETERS),
	from: dateSchema,
	/** Last day, included; null until further notice. */
	to: v.nullable(dateSchema),
	value: v.pipe(integerSchema, v.minValue(0), v.maxValue(MAX_VALUE)),
	/** The text that says so, e.g. the order and its publication. */
	source: v.pipe(v.string(), v.trim(), v.minLength(3), v.maxLength(300)),
	confidence: v.picklist(CONFIDENCES)
});
export type ParameterContent = v.InferOutput<typeof contentSchema>;

const listedRow = v.object({
	id: v.string(),
	...contentSchema.entries,
	enteredBy: v.string(),
	enteredByName: v.string(),
	enteredMs: integerSchema,
	approvedByName: v.nullable(v.string()),
	approvedMs: v.nullable(integerSchema),
	refusedByName: v.nullable(v.string()),
	refusedMs: v.nullable(integerSchema)
});
/** A row with who entered and who decided it; undecided while both decisions are null. */
export type ParameterRow = v.InferOutput<typeof listedRow>;

/** The rules as they stand and every row ever entered, newest first; one round trip. */
export async function listParameters(
	db: Database,
	org: OrganisationId
): Promise<{ readonly rules: HouseRules; readonly rows: readonly ParameterRow[] }> {
	const [rules, rows] = await db.readBatch([
		selectRules(org),
		statement(
			org,
			`SELECT p.id, p.name, p.from_day AS "from", p.to_day AS "to", p.value, p.source, p.confidence,
				p.entered_by AS enteredBy, e.name AS enteredByName, p.entered_ms AS enteredMs,
				a.name AS approvedByName, p.approved_ms AS approvedMs, r.name AS refusedByName, p.refused_ms AS refusedMs
			FROM parameter_row p JOIN user e ON e.id = p.entered_by
				LEFT JOIN user a ON a.id = p.approved_by LEFT JOIN user r ON r.id = p.refused_by
			WHERE p.org = :org ORDER BY p.entered_ms DESC, p.id DESC`
		)
	]);
	return { rules: houseRulesOf(rules), rows: readRows(rows, listedRow) };
}

/**
 * Enters a row; it changes nothing before a second person approves it. Answers its id. Refuses a role without the right, and
 * with `parameter-invalid` a content that is no parameter, ends before it begins or names no source.
 */
export async function proposeParameter(
	ctx: ServerContext,
	signedIn: SignedIn,
	content: unknown
): Promise<Result<string, Refusal>> {
	if (!mayOpen(signedIn.role, 'parameters')) return err(refusal('role-not-allowed', { role: signedIn.role }));
	const read = v.safeParse(contentSchema, content);
	if (!read.success) return err(refusal('parameter-invalid', { at: v.getDotPath(read.issues[0]) }));
	const { name, from, to, value, source, confidence } = read.output;
	if (to !== null && to < from) return err(refusal('parameter-invalid', { at: 'to' }));
	const id = uuidV7(ctx.now(), ctx.random);
	const org = signedIn.organisation.id;
	const by = { id, actor: signedIn.user.id, now: ctx.now() };
	await ctx.db.writeBatch([
		statement(
			org,
			`INSERT INTO parameter_row (id, org, name, from_day, to_day, value, source, confidence, entered_by, entered_ms)
				VALUES (:id, :org, :name, :from, :to, :value, :source, :confidence, :actor, :now)`,
			{ ...by, name, from, to, value, source, confidence }
		),
		statement(
			org,
			`INSERT INTO audit (org, at_ms, actor, action, subject, detail)
				VALUES (:org, :now, :actor, 'parameter.entered', :id, :detail)`,
			{ ...by, detail: JSON.stringify({ name, from, to, value }) }
		)
	]);
	return ok(id);
}

/**
 * Approves a row that somebody else entered: from here on it is judged with, and the phones get it at their next sync.
 * Refuses `not-found`, `parameter-decided`, and `parameter-same-person` for the one who entered it.
 */
export async function approveParameter(
	ctx: ServerContext,
	signedIn: SignedIn,
	id: string
): Promise<Result<null, Refusal>> {
	const undecided = await undecidedRow(ctx, signedIn, id);
	if (!undecided.ok) return undecided;
	if (undecided.value.enteredBy === signedIn.user.id) return err(refusal('parameter-same-person'));
	const org = signedIn.organisation.id;
	const by = { id, actor: signedIn.user.id, now: ctx.now() };
	const stored = await decideOnce(ctx, [
		statement(org, 'UPDATE meta SET rev = rev + 1 WHERE org = :org'),
		statement(
			org,
			`UPDATE parameter_row SET approved_by = :actor, approved_ms = :now, rev = (SELECT rev FROM meta WHERE org = :org)
				WHERE org = :org AND id = :id`,
			by
		),
		statement(
			org,
			`INSERT INTO change (org, rev, subject, id) SELECT org, rev, 'parameter', id FROM parameter_row
				WHERE org = :org AND id = :id`,
			{ id }
		),
		auditStatement(org, 'parameter.approved', by)
	]);
	return stored;
}

/** Refuses a row, or withdraws one's own; it stays listed and never has an effect. */
export async function refuseParameter(
	ctx: ServerContext,
	signedIn: SignedIn,
	id: string
): Promise<Result<null, Refusal>> {
	const undecided = await undecidedRow(ctx, signedIn, id);
	if (!undecided.ok) return undecided;
	const org = signedIn.organisation.id;
	const by = { id, actor: signedIn.user.id, now: ctx.now() };
	return decideOnce(ctx, [
		statement(org, 'UPDATE parameter_row SET refused_by = :actor, refused_ms = :now WHERE org = :org AND id = :id', by),
		auditStatement(org, 'parameter.refused', by)
	]);
}

const undecidedSchema = v.object({ enteredBy: v.string(), decided: v.number() });

async function undecidedRow(
	ctx: ServerContext,
	signedIn: SignedIn,
	id: string
): Promise<Result<{ readonly enteredBy: string }, Refusal>> {
	if (!mayOpen(signedIn.role, 'parameters')) return err(refusal('role-not-allowed', { role: signedIn.role }));
	const [found] = await ctx.db.readBatch([
		statement(
			signedIn.organisation.id,
			`SELECT entered_by AS enteredBy, approved_by IS NOT NULL OR refused_by IS NOT NULL AS decided FROM parameter_row
				WHERE org = :org AND id = :id`,
			{ id }
		)
	]);
	const row = readRow(found, undecidedSchema);
	if (!row) return err(refusal('not-found'));
	return row.decided ? err(refusal('parameter-decided')) : ok(row);
}

/** Writes a decision; a second one that came between the reading and this write is refused by the table itself. */
async function decideOnce(
	{ db }: ServerContext,
	statements: Parameters<Database['writeBatch']>[0]
): Promise<Result<null, Refusal>> {
	try {
		await db.writeBatch(statements);
		return ok(null);
	} catch (failure) {
		const abort = abortOf(failure);
		if (abort === 'append-only') return err(refusal('parameter-decided'));
		if (abort === 'same-person') return err(refusal('parameter-same-person'));
		throw failure;
	}
}

const auditStatement = (org: OrganisationId, action: string, by: { id: string; actor: string; now: number }) =>
	statement(org, `INSERT INTO audit (org, at_ms, actor, action, subject) VALUES (:org, :now, :actor, :action, :id)`, {
		...by,
		action
	});
