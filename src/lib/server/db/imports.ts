// The database of imports: staged lines, the part of the portfolio they speak of, and the one write that commits them.
import * as v from 'valibot';
import { addressSchema, EMPTY_STATE, stateSchema } from '$lib/core/dossier';
import type { OrganisationId, UserId } from '$lib/core/ids';
import { stagedLineSchema, type ImportLine, type StagedLine } from '$lib/core/import-line';
import type { Currency } from '$lib/core/money';
import { currencySchema, integerSchema } from '$lib/core/operation';
import type { Instant } from '$lib/core/time';
import type { KnownPortfolio } from '../imports/portfolio-index';
import type { ImportRows } from '../imports/rows';
import { abortOf, statement, type Database, type Statement } from './connection';
import { jsonColumn, readRow, readRows } from './read-rows';

const batchSchema = v.object({
	id: v.string(),
	user: v.string(),
	status: v.picklist(['staging', 'committed', 'cancelled']),
	lines: integerSchema,
	summary: jsonColumn(v.record(v.string(), v.number()))
});
export type ImportBatch = v.InferOutput<typeof batchSchema>;

/** Opens an import; earlier ones of the same user that were never committed are cancelled, so that none lingers. */
export async function openImport(
	db: Database,
	org: OrganisationId,
	user: UserId,
	id: string,
	now: Instant
): Promise<void> {
	await db.writeBatch([
		statement(
			org,
			`DELETE FROM import_line WHERE org = :org
				AND batch IN (SELECT id FROM import_batch WHERE org = :org AND user = :user AND status = 'staging')`,
			{ user }
		),
		statement(
			org,
			`UPDATE import_batch SET status = 'cancelled' WHERE org = :org AND user = :user AND status = 'staging'`,
			{ user }
		),
		statement(
			org,
			`INSERT INTO import_batch (id, org, user, status, created_ms) VALUES (:id, :org, :user, 'staging', :now)`,
			{ id, user, now }
		)
	]);
}

/** Adds lines to an import that is still staged; a chunk sent twice counts once. Answers how many lines are staged. */
export async function stageLines(
	db: Database,
	org: OrganisationId,
	id: string,
	lines: readonly StagedLine[]
): Promise<number> {
	const [, , counted] = await db.writeBatch([
		statement(
			org,
			`INSERT OR REPLACE INTO import_line (batch, org, line, content)
				SELECT b.id, b.org, j.value ->> '$.line', j.value
				FROM import_batch b, json_each(:rows) j
				WHERE b.org = :org AND b.id = :id AND b.status = 'staging'`,
			{ id, rows: JSON.stringify(lines) }
		),
		statement(
			org,
			`UPDATE import_batch SET lines = (SELECT COUNT(*) FROM import_line WHERE batch = :id AND org = :org)
				WHERE id = :id AND org = :org AND status = 'staging'`,
			{ id }
		),
		statement(org, `SELECT COUNT(*) AS count FROM import_line WHERE batch = :id AND org = :org`, { id })
	]);
	return readRow(counted, v.object({ count: integerSchema }))?.count ?? 0;
}

export type StagedImport = {
	readonly batch: ImportBatch;
	/** The organisation's currency, for lines that name none. */
	readonly currency: Currency;
	readonly lines: readonly StagedLine[];
};

/** One import with its staged lines in the order of the file; null when the organisation has none of this id. */
export async function stagedImport(db: Database, org: OrganisationId, id: string): Promise<StagedImport | null> {
	const [batches, lines, organisations] = await db.readBatch([
		statement(org, `SELECT id, user, status, lines, summary FROM import_batch WHERE org = :org AND id = :id`, { id }),
		statement(org, `SELECT content FROM import_line WHERE org = :org AND batch = :id ORDER BY line`, { id }),
		statement(org, `SELECT currency FROM organisation WHERE id = :org`)
	]);
	const batch = readRow(batches, batchSchema);
	const currency = readRow(organisations, v.object({ currency: currencySchema }))?.currency;
	if (!batch || !currency) return null;
	const contents = readRows(lines, v.object({ content: jsonColumn(stagedLineSchema) }));
	return { batch, currency, lines: contents.map((row) => row.content) };
}

/** Forgets a staged import: nothing of it is left but the row that says it was cancelled. */
export async function cancelImport(
	db: Database,
	org: OrganisationId,
	id: string,
	actor: UserId,
	now: Instant
): Promise<void> {
	await db.writeBatch([
		statement(org, `DELETE FROM import_line WHERE org = :org AND batch = :id`, { id }),
		statement(
			org,
			`UPDATE import_batch SET status = 'cancelled' WHERE org = :org AND id = :id AND status = 'staging'`,
			{
				id
			}
		),
		statement(
			org,
			`INSERT INTO audit (org, at_ms, actor, action, subject) VALUES (:org, :now, :actor, 'import.cancelled', :id)`,
			{ now, actor, id }
		)
	]);
}

const REFS = `SELECT value FROM json_each(:refs)`;

/** Reads, in one transaction, all that the lines may refer to. */
export async function knownPortfolio(
	db: Database,
	org: OrganisationId,
	lines: readonly ImportLine[]
): Promise<KnownPortfolio> {
	const dossiers = JSON.stringify([...new Set(lines.map((line) => line.dossier))]);
	const debtors = JSON.stringify([...new Set(lines.map((line) => line.debtor.ref))]);
	const claims = JSON.stringify([...new Set(lines.map((line) => line.claim.ref))]);
	const results = await db.readBatch([
		statement(org, `SELECT id, ref, name FROM creditor WHERE org = :org`),
		statement(org, `SELECT id, ref, creditor FROM mandate WHERE org = :org`),
		statement(org, `SELECT id, email FROM user WHERE org = :org AND role = 'collector' AND disabled_ms IS NULL`),
		statement(
			org,
			`SELECT id, ref, name, kind, siren, email, phones, addresses FROM debtor WHERE org = :org AND (ref IN (${REFS})
				OR id IN (SELECT debtor FROM dossier WHERE org = :org AND ref IN (SELECT value FROM json_each(:dossiers))))`,
			{ refs: debtors, dossiers }
		),
		// Dossiers of a debtor in the file are read too: when the debtor changes, their phones must learn of it.
		statement(
			org,
			`SELECT d.id, d.ref, d.creditor, d.debtor, d.mandate, d.currency, d.letter_ref AS letterRef,
				d.letter_sent_on AS letterSentOn, d.letter_salt AS letterSalt, d.letter_hash AS letterHash, d.notice_on AS noticeOn, a.user AS collector, d.rev,
				json_extract(d.state, '$.paid') AS paid
			FROM dossier d LEFT JOIN assignment a ON a.org = d.org AND a.dossier = d.id
			WHERE d.org = :org AND (d.ref IN (${REFS})
				OR d.debtor IN (SELECT id FROM debtor WHERE org = :org AND ref IN (SELECT value FROM json_each(:debtors))))`,
			{ refs: dossiers, debtors }
		),
		statement(
			org,
			`SELECT id, ref, dossier, creditor, label, kind, issued_on AS issuedOn, due_on AS dueOn,
				counted_on AS countedOn,
				principal_minor AS principal, interest_minor AS interest, penalty_minor AS penalty, indemnity_minor AS indemnity
			FROM claim WHERE org = :org AND (ref IN (${REFS})
				OR dossier IN (SELECT id FROM dossier WHERE org = :org AND (ref IN (SELECT value FROM json_each(:dossiers))
				OR debtor IN (SELECT id FROM debtor WHERE org = :org AND ref IN (SELECT value FROM json_each(:debtors))))))`,
			{ refs: claims, dossiers, debtors }
		)
	]);
	return portfolioOf(results);
}

const nameSchema = v.object({ id: v.string(), ref: v.string(), name: v.string() });
const mandateSchema = v.object({ id: v.string(), ref: v.string(), creditor: v.string() });
const debtorSchema = v.object({
	...nameSchema.entries,
	kind: v.picklist(['consumer', 'professional']),
	siren: v.nullable(v.string()),
	email: v.nullable(v.string()),
	phones: jsonColumn(v.array(v.string())),
	addresses: jsonColumn(v.array(addressSchema))
});
const dossierSchema = v.object({
	...mandateSchema.entries,
	debtor: v.string(),
	mandate: v.nullable(v.string()),
	currency: v.string(),
	letterRef: v.nullable(v.string()),
	letterSentOn: v.nullable(v.string()),
	letterSalt: v.nullable(v.string()),
	letterHash: v.nullable(v.string()),
	noticeOn: v.nullable(v.string()),
	collector: v.nullable(v.string()),
	rev: integerSchema,
	paid: jsonColumn(stateSchema.entries.paid)
});
const claimSchema = v.object({
	...mandateSchema.entries,
	dossier: v.string(),
	label: v.string(),
	kind: v.string(),
	issuedOn: v.nullable(v.string()),
	dueOn: v.string(),
	countedOn: v.nullable(v.string()),
	principal: integerSchema,
	interest: integerSchema,
	penalty: integerSchema,
	indemnity: integerSchema
});

function portfolioOf(results: Awaited<ReturnType<Database['readBatch']>>): KnownPortfolio {
	const [creditors, mandates, collectors, debtors, dossiers, claims] = results;
	return {
		creditors: readRows(creditors, nameSchema),
		mandates: readRows(mandates, mandateSchema),
		collectors: readRows(collectors, v.object({ id: v.string(), email: v.string() })),
		debtors: readRows(debtors, debtorSchema),
		dossiers: readRows(dossiers, dossierSchema),
		claims: readRows(claims, claimSchema)
	};
}

/**
 * Writes an import in one transaction: every row or none. Answers `stale` when the portfolio moved since it was read
 * (judge again) and `closed` when the import was committed or cancelled meanwhile.
 */
export async function commitImport(
	db: Database,
	org: OrganisationId,
	commit: {
		readonly id: string;
		readonly actor: UserId;
		readonly now: Instant;
		readonly rows: ImportRows;
		readonly summary: Readonly<Record<string, number>>;
	}
): Promise<'committed' | 'stale' | 'closed'> {
	try {
		await db.writeBatch(commitStatements(org, commit));
		return 'committed';
	} catch (failure) {
		if (abortOf(failure) === 'stale-dossier') return 'stale';
		if (!(failure instanceof Error)) throw failure;
		if (failure.message.includes('import_batch.status')) return 'closed';
		// A reference that another import created meanwhile: the unique index refused ours.
		if (/UNIQUE constraint failed/.test(failure.message)) return 'stale';
		throw failure;
	}
}

const EMPTY_STATE_JSON = JSON.stringify(EMPTY_STATE);
const REV = `(SELECT rev FROM meta WHERE org = :org)`;

function commitStatements(
	org: OrganisationId,
	{ id, actor, now, rows, summary }: Parameters<typeof commitImport>[2]
): readonly Statement[] {
	const json = (list: readonly unknown[]) => ({ rows: JSON.stringify(list), now });
	const detail = JSON.stringify(summary);
	return [
		// NULL breaks NOT NULL and aborts all: an import is committed once, whoever presses twice.
		statement(
			org,
			`UPDATE import_batch SET status = CASE status WHEN 'staging' THEN 'committed' END, summary = :detail
				WHERE org = :org AND id = :id`,
			{ id, detail }
		),
		statement(
			org,
			`INSERT INTO guard (kind, org, subject, number)
				SELECT 'dossier', :org, value ->> '$.id', value ->> '$.rev' FROM json_each(:rows)`,
			{ rows: JSON.stringify(rows.touched) }
		),
		statement(org, `UPDATE meta SET rev = rev + 1 WHERE org = :org`),
		...insertStatements(org, rows, json),
		...updateStatements(org, rows, json),
		statement(org, `DELETE FROM import_line WHERE org = :org AND batch = :id`, { id }),
		statement(
			org,
			`INSERT INTO audit (org, at_ms, actor, action, subject, detail)
				VALUES (:org, :now, :actor, 'import.committed', :id, :detail)`,
			{ now, actor, id, detail }
		)
	];
}

type JsonArgs = (list: readonly unknown[]) => { readonly rows: string; readonly now: Instant };

function insertStatements(org: OrganisationId, rows: ImportRows, json: JsonArgs): readonly Statement[] {
	return [
		statement(
			org,
			`INSERT INTO creditor (id, org, ref, name, created_ms)
				SELECT value ->> '$.id', :org, value ->> '$.ref', value ->> '$.name', :now FROM json_each(:rows)`,
			json(rows.creditors)
		),
		statement(
			org,
			`INSERT INTO mandate (id, org, creditor, ref, signed_on, created_ms)
				SELECT value ->> '$.id', :org, value ->> '$.creditor', value ->> '$.ref', value ->> '$.signedOn', :now
				FROM json_each(:rows)`,
			json(rows.mandates)
		),
		statement(
			org,
			`INSERT INTO debtor (id, org, ref, kind, name, siren, email, phones, addresses, created_ms)
				SELECT value ->> '$.id', :org, value ->> '$.ref', value ->> '$.kind', value ->> '$.name', value ->> '$.siren',
					value ->> '$.email', value ->> '$.phones', value ->> '$.addresses', :now FROM json_each(:rows)`,
			json(rows.debtors)
		),
		statement(
			org,
			`INSERT INTO dossier (id, org, ref, creditor, debtor, mandate, phase, currency, letter_ref, letter_sent_on,
					letter_salt, letter_hash, notice_on, state, balance_minor, rev, created_ms)
				SELECT value ->> '$.id', :org, value ->> '$.ref', value ->> '$.creditor', value ->> '$.debtor',
					value ->> '$.mandate', value ->> '$.phase', value ->> '$.currency', value ->> '$.letterRef',
					value ->> '$.letterSentOn', value ->> '$.letterSalt', value ->> '$.letterHash', value ->> '$.noticeOn', :state, value ->> '$.balance', ${REV}, :now
				FROM json_each(:rows)`,
			{ ...json(rows.dossiers), state: EMPTY_STATE_JSON }
		),
		statement(
			org,
			`INSERT INTO claim (id, org, dossier, creditor, ref, label, kind, issued_on, due_on, principal_minor,
					interest_minor, penalty_minor, indemnity_minor, counted_on, currency, created_ms)
				SELECT value ->> '$.id', :org, d.id, value ->> '$.creditor', value ->> '$.ref', value ->> '$.label',
					value ->> '$.kind', value ->> '$.issuedOn', value ->> '$.dueOn', value ->> '$.principal',
					value ->> '$.interest', value ->> '$.penalty', value ->> '$.indemnity', value ->> '$.countedOn', d.currency,
					:now
				FROM json_each(:rows) CROSS JOIN dossier d ON d.id = value ->> '$.dossier' AND +d.org = :org`,
			json(rows.claims)
		),
		statement(
			org,
			`INSERT OR REPLACE INTO assignment (org, dossier, user, from_ms)
				SELECT :org, value ->> '$.dossier', value ->> '$.user', :now FROM json_each(:rows)`,
			json(rows.assignments)
		)
	];
}

// `+org` keeps the planner from walking the whole organisation once for each row: it then goes from the rows to their ids.
function updateStatements(org: OrganisationId, rows: ImportRows, json: JsonArgs): readonly Statement[] {
	const list = (entries: readonly unknown[]) => ({ rows: json(entries).rows });
	return [
		statement(
			org,
			`UPDATE debtor SET name = j.value ->> '$.name', kind = j.value ->> '$.kind', siren = j.value ->> '$.siren',
					email = j.value ->> '$.email', phones = j.value ->> '$.phones', addresses = j.value ->> '$.addresses'
				FROM json_each(:rows) j WHERE +debtor.org = :org AND debtor.id = j.value ->> '$.id'`,
			list(rows.updatedDebtors)
		),
		statement(
			org,
			`UPDATE dossier SET mandate = j.value ->> '$.mandate', letter_ref = j.value ->> '$.letterRef',
					letter_sent_on = j.value ->> '$.letterSentOn', letter_salt = j.value ->> '$.letterSalt',
					letter_hash = j.value ->> '$.letterHash', notice_on = j.value ->> '$.noticeOn'
				FROM json_each(:rows) j WHERE +dossier.org = :org AND dossier.id = j.value ->> '$.id'`,
			list(rows.updatedDossiers)
		),
		statement(
			org,
			`UPDATE claim SET label = j.value ->> '$.label', kind = j.value ->> '$.kind', issued_on = j.value ->> '$.issuedOn',
					due_on = j.value ->> '$.dueOn', principal_minor = j.value ->> '$.principal',
					interest_minor = j.value ->> '$.interest', penalty_minor = j.value ->> '$.penalty',
					indemnity_minor = j.value ->> '$.indemnity', counted_on = j.value ->> '$.countedOn'
				FROM json_each(:rows) j WHERE +claim.org = :org AND claim.id = j.value ->> '$.id'`,
			list(rows.updatedClaims)
		),
		statement(
			org,
			`UPDATE dossier SET rev = ${REV}, balance_minor = j.value ->> '$.balance'
				FROM json_each(:rows) j WHERE +dossier.org = :org AND dossier.id = j.value ->> '$.id'`,
			list(rows.touched)
		),
		statement(
			org,
			`INSERT OR IGNORE INTO change (org, rev, subject, id)
				SELECT :org, ${REV}, 'dossier', value ->> '$.id' FROM json_each(:rows)`,
			list(rows.touched)
		)
	];
}
